"""The demonstration: what it promises to show, and that nobody in it says a thing twice."""

import re
from collections import Counter
from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Length
from django.utils import timezone

from accounts.models import User
from comments.models import Comment, Lock, Waiting
from diaries.models import Diary
from groups.models import Group, QueueEntry, Stage
from moderation import evidence
from moderation.models import Appeal, Case, Redaction
from operations.demo import script, stage


def said():
    """Every text of the demonstration, without what it quotes."""
    for member in script.members():
        yield member.get("biography", "")
        yield member.get("signature", "")
    threads = set()
    for diary in script.diaries():
        yield from (diary["title"], diary["intro"], diary["body"], diary.get("tip", ""))
        threads |= {diary["thread"]} if diary.get("thread") else set()
    for name in sorted(threads):
        yield from (line.text for line in script.thread(name))


def sentences():
    for text in said():
        own = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
        for sentence in re.split(r"(?<=[.!?:;])\s|\n", re.sub(r"<[^>]+>|\]\([^)]*\)", " ", own)):
            words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", sentence.lower())
            if len(words) >= 6:
                yield " ".join(words)


def test_no_sentence_of_six_words_is_said_twice():
    counts = Counter(sentences())
    assert len(counts) > 2_000
    assert {sentence: count for sentence, count in counts.items() if count > 1} == {}


def _pages_of_groups(as_):
    shown = Diary.objects.published().exclude(shown_in=[])
    return "".join(as_(None).get(diary.get_absolute_url()).content.decode() for diary in shown)


def _moderation_has_something_to_show():
    """Every page of moderation, and every member's side of it."""
    assert Comment.objects.hidden().filter(posted_at__gt=timezone.now() - timedelta(days=3)).exists()
    ladle = Comment.objects.get(subject="The ladle")
    assert ladle.hide_count >= 2 and not ladle.hidden, "it came back"
    assert Diary.objects.published().filter(tip_jar_hidden=True).exists()
    assert set(Appeal.objects.values_list("outcome", flat=True)) == {"", "upheld", "rejected", "lapsed"}
    assert Case.objects.open().count() >= 3 and Case.objects.decided().filter(outcome="dismissed").exists()
    assert Redaction.objects.exists() and Waiting.objects.pending().count() == 2
    assert Lock.objects.filter(until__gt=timezone.now()).exists()
    assert User.objects.get(username="thistle_down").has_notice and User.objects.get(username="brassrail").is_suspended
    evidence.forget()
    assert [found.author.name for found in evidence.look()] == ["thistle_down"]


def test_it_shows_what_it_promises(as_, db):
    """Filled once, for it takes a while; then everything is asked of it."""
    now = timezone.now()
    stage.fill(now=now, say=lambda words: None)

    assert {"alice", "bob", "tess", "rita", "mo", "ada", "newt"} <= set(User.objects.values_list("username", flat=True))
    assert User.objects.exclude(biography_html="").count() >= 12 and User.objects.exclude(signature_html="").count() >= 6
    assert all(user.check_password("rostrum-demo") for user in User.objects.filter(username__in=["alice", "newt"]))
    assert now - User.objects.get(username="newt").joined < timedelta(days=1)
    roles = {name: User.objects.get(username=name) for name in ("tess", "rita", "mo", "ada")}
    assert roles["tess"].is_trusted and roles["rita"].is_rescuer and roles["mo"].is_moderator and roles["ada"].is_administrator

    out = Diary.objects.published()
    assert out.count() >= 40
    span = out.aggregate(first=Min("published_at"), last=Max("published_at"))
    assert timedelta(days=27) < span["last"] - span["first"] <= timedelta(days=31) and span["last"] <= now
    assert Diary.objects.filter(state="draft").count() >= 2
    for markup in ("<img", "<blockquote", "<ul", "<ol", "<a href"):
        assert out.filter(Q(intro_html__contains=markup) | Q(body_html__contains=markup)).exists(), markup
    assert out.annotate(length=Length("body")).filter(length__gt=6_000).exists()
    assert out.filter(markup="html").exists()

    talk = sorted(out.annotate(said=Count("comments")).values_list("said", flat=True))
    assert talk[0] <= 1 and talk[-1] >= 300
    assert any(4 <= count <= 8 for count in talk) and any(55 <= count <= 80 for count in talk)
    assert Comment.objects.aggregate(deepest=Max("level"))["deepest"] >= 9
    assert Comment.objects.filter(hidden=True, hidden_root__isnull=False).exists()
    assert Comment.objects.filter(hidden=False, hidden_root__isnull=False).exists()  # replies that went with it
    assert Comment.objects.exclude(deleted_at=None).exists()
    assert not Comment.objects.filter(posted_at__gt=now).exists()
    assert Comment.objects.filter(recommend_count__gt=4).exists()

    _moderation_has_something_to_show()

    assert set(QueueEntry.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert QueueEntry.objects.exclude(claimed_by=None).exists() and Group.objects.exclude(banner="").count() == 2
    assert {"Published to", "Also republished by"} <= set(re.findall("Published to|Also republished by", _pages_of_groups(as_)))

    call_command("check_comment_trees", stdout=StringIO())
    longest = out.annotate(said=Count("comments")).order_by("-said").first()
    for place in ("/", "/recent/", "/tags/", longest.get_absolute_url(), "/people/alice/", "/recent/feed/"):
        assert as_(None).get(place).status_code == 200
    page = as_(None).get(longest.get_absolute_url()).content.decode()
    assert page.count(' id="c') >= 250 and "hidden by" in page or Comment.objects.filter(diary=longest, hidden=True).count() == 0

    call_command("demo", stdout=(words := StringIO()))
    assert "there already" in words.getvalue()
