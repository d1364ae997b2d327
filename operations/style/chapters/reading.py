"""What readers see: the frame and the front page, lists, a diary, its thread."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from comments.forms import CommentForm
from community.models import Site
from operations.style.piece import Chapter, piece
from operations.style.specimens import DEEP, FIRST_WORDS, FROM_THE_FOURTH, IN_FULL, LOGO, TITLES, UNREAD, Cast, Listed, may


def frame(cast: Cast) -> Chapter:
    site = SimpleNamespace(
        name=LOGO["name"],
        tagline=LOGO["tagline"],
        footer_pages=[("About", "/")],
        footer_links=[("The river today", "/")],
        support_url="/",
    )
    visitor = {"site": Site(**LOGO, logo_vanishes="dark"), "request": SimpleNamespace(path="/")}
    member = {
        "site": Site(**LOGO, logo_vanishes="light"), "request": SimpleNamespace(path="/recent/"), "user": cast.trusted, "bell": 3, "hotlist_unread": 12,
    }  # fmt: skip
    return Chapter("Pages", "A newspaper’s: a nameplate, one column to read, hairlines between. The masthead is as wide on every page, so that its "
                   "corner never jumps.", [
        piece("Masthead", "A nameplate on the front page, elsewhere one line. A member’s corner holds what is theirs; its counts sit on the icons "
              "on a phone. A logo that would vanish on a paper stands on a plate there.", "_masthead.html",
              {"On the front page, for a visitor": visitor, "Elsewhere, for a member": member}, broad=True),
        piece("Foot", "The same on every page: how the site works, its public log, and the operator’s own links.",
              "_footer.html", site=site, broad=True),
        piece("Front page", "What leads, and why; what members recommend, numbered; what is new. At the side what a reader comes back for.",
              "diaries/front.html", _fronts(cast), site=site, broad=True),
        piece("What waits for a member", "At the side of the front page: what has moved on the hotlist.",
              "stream/_front_hotlist.html", news=[(cast.diaries[1], 3)], more=2),
    ])  # fmt: skip


def _fronts(cast: Cast) -> dict[str, dict[str, Any]]:
    full = {
        "spotlight": [_rescued(cast)], "recommended": cast.diaries[:3], "page": Listed(cast.diaries[3:]), "discussed": cast.diaries[2:3],
        "tags": cast.diary.tag_list,
    }  # fmt: skip
    return {"": full, "Before anybody has written": {"page": Listed()}}


def _rescued(cast: Cast) -> SimpleNamespace:
    blurb = "Somebody counted, at last; and says how."
    return SimpleNamespace(diary=cast.diary, blurb=blurb, nominated_by=cast.trusted, seconded_by=cast.reader)


def lists(cast: Cast) -> Chapter:
    row = render_to_string("diaries/_diary_lines.html", {"diary": cast.diaries[1], "row_level": 4})
    first_words = {"diary": cast.diaries[1], "ledes": 1, "ask_why": True, "forloop": {"counter": 1}}
    hidden = {
        "heading": "Nobody reads this any more",
        "excerpt": "Its text is seen by its author.",
        "hide_count": 4,
        "hidden_root_id": 8,
    }
    return Chapter("Lists", "One line of figures for each entry; the whole title is the link, and visited ones are quieter.", [
        piece("Diaries", "The row of every list: at most three lines on a phone, its first picture at the side, what is new before the number of "
              "comments.", "diaries/_diary_row.html",
              {"With a picture and tags": {"diary": cast.diary}, "With its first words, and its place explained": first_words},
              within="ol.diary-list"),
        piece("In the spotlight", "With what its rescuer says of it, and who rescued it.",
              "diaries/_spotlight_row.html", within="ol.diary-list", rescue=_rescued(cast)),
        piece("In the stream", "Each diary once, with the reasons for which it came.",
              "stream/_rows.html", rows=[(row, ["by brook", "republished by Mill Watch", "tagged River"])]),
        piece("Comments", "Where they stand outside their thread: on a member’s page, among notifications, at the desk.",
              "accounts/_comment_row.html", {"": {"comment": _listed(cast)}, "Hidden": {"comment": _listed(cast, **hidden)}}, within="ol.comment-list"),
    ])  # fmt: skip


def _listed(cast: Cast, **special: Any) -> SimpleNamespace:
    usual = {
        "reachable": True, "in_thread_url": "/", "heading": "A question of method", "recommend_count": 9, "hide_count": 0, "hidden_root_id": None,
        "excerpt": "How many hours, and on which days?", "posted_at": cast.ago(29), "printed_at": "", "diary": cast.diary,
    }  # fmt: skip
    return SimpleNamespace(**usual | special)


def tags(cast: Cast) -> Chapter:
    uses = (("weir", 2), ("水位", 5), ("fish", 9), ("county budget", 16), ("school", 31), ("Ferry", 64))
    cloud = [SimpleNamespace(name=name, uses=n, size=size, get_absolute_url="/") for size, (name, n) in enumerate(uses, 1)]
    change = SimpleNamespace(
        added=["County budget"], taken=["money"], by=cast.trusted, at=cast.ago(5), before="money", after="County budget"
    )
    return Chapter("Tags", "In the words of those who write; whoever changes them is named.", [
        piece("Cloud", "All at once: the larger, the more diaries.", "diaries/_tag_cloud.html", tags=cloud),
        piece("Search", "The first letters, and what begins so.", "diaries/_tag_search.html",
              {"": {"asked": "co"}, "Found": {"template": "diaries/_tag_index.html", "tags": cloud[3:4]}}),
        piece("History", "Of one diary’s tags: who added or took away what.", "diaries/_tag_changes.html", page=[change]),
    ])  # fmt: skip


def diary(cast: Cast) -> Chapter:
    told = cast.diary
    beside = [cast.diaries[3], SimpleNamespace(title="The sheet, and where it hangs", published_at=cast.now, get_absolute_url="/")]
    update = SimpleNamespace(pk=1, at=cast.ago(1), body_html="<p>The lock-keeper has written: it was thirty-eight.</p>")
    changes = [("same", "I stood at the landing."), ("gone", "I counted forty."), ("new", "I counted thirty-seven.")]
    versions = [SimpleNamespace(pk=n, at=cast.ago(3 * n), by_id=told.author_id, title=told.title) for n in (1, 2)]
    return Chapter("Diary", "What is read: a serif, a measure of sixty-six characters, and nothing beside it that moves.", [
        piece("Text", "Title, by-line, introduction, body; headings, quotations, lists, tables, code, footnotes and pictures as members write them. "
              "Four headings make a list of the parts.", "diaries/_text.html", within="article.diary", diary=told),
        piece("Updates", "What its author adds later, dated and apart.", "diaries/_updates.html", diary=told, updates=[update], may=may("update")),
        piece("Below the text", "Where it was posted first, its tags, what its author wrote before and after it.",
              "diaries/_foot.html", within="footer.diary-foot", diary=told, neighbours=beside, may=may("tag")),
        piece("Poll", "One vote a member; the results stand there from the beginning, so that nobody votes to see them.", "diaries/_poll.html", {
            "One may vote": {"poll": _poll(cast, open_for=20)}, "One has voted, and it is closed": {"poll": _poll(cast, open_for=-1, own=2)},
        }, diary=told, user=cast.reader),
        piece("Versions", "Its author and the moderators see what it said before.", "diaries/_version_list.html", diary=told, versions=versions),
        piece("What has changed between two", "Struck out what was, underlined what is.", "diaries/_compare.html", changes=changes),
    ])  # fmt: skip


def _poll(cast: Cast, *, open_for: float, own: int | None = None) -> SimpleNamespace:
    """open_for: hours."""
    answers = [("The bridge", 6, 60), ("العبّارة", 3, 30), ("Neither", 1, 10)]
    choices = [
        SimpleNamespace(pk=n, position=n, text=text, votes=votes, percent=part) for n, (text, votes, part) in enumerate(answers, 1)
    ]
    asked = SimpleNamespace(question="Which of the two?", closes_at=cast.ago(-open_for))
    return SimpleNamespace(poll=asked, may=own is None, choices=choices, own=own, total=10, closed=open_for < 0)


def thread(cast: Cast) -> Chapter:
    whole = cast.thread(position=UNREAD)
    none = cast.thread(reader=AnonymousUser(), only=slice(0, 0))
    whole.diary.comment_count, none.diary.comment_count = len(whole), 0
    here: dict[str, Any] = {"diary": whole.diary, "user": cast.reader, "csrf_token": ""}
    beside = SimpleNamespace(form=render_to_string("comments/_form.html", here | {"form": CommentForm.opened()}))
    return Chapter("Thread", "Depth is a hairline at the left, and the line folds its branch. What is new, one’s own, hidden or gone is said in a "
                   "word as well as shown.", [
        piece("Thread of a diary", "As a member reads it: three comments are new, one is their own, one is hidden with all below it, two are gone, a "
              "branch and a comment are folded.", "comments/_thread.html", {
                  "": here | {"thread": whole, "thread_markup": whole.markup, "may": SimpleNamespace(comment=True), "beside": beside},
                  "Before the first comment, for a visitor": {"thread": none, "diary": none.diary, "may": SimpleNamespace(comment=False)},
              }),
        piece("As else it may be read", "The same comments, as their readers prefer, or may, see them.", "comments/_list.html", {
            caption: {"thread": each} for caption, each in _readings(cast).items()
        }),
        piece("Writing a comment", "Where words wait that were not posted, it says so; the preview is the comment as it would stand.",
              "comments/_form.html", form=_typed(cast), **here),
    ])  # fmt: skip


def _readings(cast: Cast) -> dict[str, Any]:
    return {
        "What is hidden, for a trusted user": cast.thread(reader=cast.author, only=slice(7, 9), preferences=IN_FULL),
        "And for who wrote it": cast.thread(reader=cast.trusted, only=slice(7, 8)),
        "Titles only": cast.thread(only=slice(0, 5), preferences=TITLES),
        "Their first words": cast.thread(only=slice(1, 3), preferences=FIRST_WORDS),
        "Only what is new, with what it answers": cast.thread(only=slice(0, 4), position=FROM_THE_FOURTH, only_new=True),
        "Very deep: from the ninth level on a phone, from the sixteenth everywhere, the level is said in figures": cast.thread(
            DEEP, preferences=TITLES
        ),
    }


def _typed(cast: Cast) -> Any:
    said: dict[str, Any] = {"subject": "Mine, in a moment", "body": "It was **thirty-eight**."}
    form: Any = CommentForm.opened(**said)
    form.unsent = SimpleNamespace(pk=1, changed_at=cast.ago(0.5))
    form.preview = SimpleNamespace(
        heading=said["subject"], subject=said["subject"], body_html="<p>It was <strong>thirty-eight</strong>.</p>",
        signature_html="Count again.", posted_at=cast.now,
    )  # fmt: skip
    return form
