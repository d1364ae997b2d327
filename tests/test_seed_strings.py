"""The old page's interface, string by string: docs/seed-strings.md says on which screen each stands, and here it is looked for."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags

from community.models import Site
from diaries.models import Diary
from groups.models import Group

TABLE = (settings.BASE_DIR / "docs" / "seed-strings.md").read_text()
ROWS = re.findall(r"^\| `(.+?)` \| (.+?) \| ?(.*?) ?\|$", TABLE, re.MULTILINE)
NOT_YET = [string for string, screen, _ in ROWS if screen.startswith("not yet")]
THERE = [string for string, screen, _ in ROWS if not screen.startswith("not yet")]
TYPED = {
    "title": "Low water",
    "intro": "The river is low.",
    "body": "So low.",
    "markup": "markdown",
    "tags": "River",
    "tip": "",
    "do": "save",
}


def words(answer):
    """The page as a person reads it."""
    return " ".join(html.unescape(strip_tags(answer.content.decode())).split())


@pytest.fixture
def screens(as_, diary, alice, bob, tess, rita, member):
    """Every screen that the table names, as the person who sees it."""
    Site(support_url="https://example.org/give").save()
    author, reader = as_(alice), as_(bob)
    at, place = timezone.now() - timedelta(minutes=20), f"/diaries/{diary.pk}"
    old = _seed_diary(member)
    said = diary.comments.post(by=bob, body="So it is.", at=at)
    diary.comments.post(by=alice, body="Is it?", parent=said, at=at)
    diary.comments.get(number=1).recommend(by=bob)
    pages = [
        as_(None).get("/"), author.get("/diaries/write/"), author.post("/diaries/write/", TYPED | {"tags": "", "do": "publish"}),
        as_(None).get(diary.get_absolute_url()), author.get(diary.get_absolute_url()),
        reader.get(diary.get_absolute_url()), as_(None).get(old.get_absolute_url()),
        reader.post(f"{place}/share/", {"to": "friend@example.com"}, follow=True), reader.get(f"{place}/hotlist/"), reader.get(f"{place}/unhotlist/"),
        author.get(f"{place}/update/"), author.get(f"{place}/remove/"), author.post(f"{place}/edit/", TYPED),
        *_recommended(as_, diary, bob), *_rescued(as_, diary, tess, rita), *_republished(as_, diary, tess, rita),
    ]  # fmt: skip
    return [words(page) for page in pages if page.status_code < 500]


def _seed_diary(member):
    """As the old page's own: posted by Mercutio, recommended by cotterperson."""
    at = datetime(2008, 3, 31, 16, 51, 2, tzinfo=UTC)
    author, reader = member("Mercutio", days=10_000), member("cotterperson", days=10_000)
    old = Diary.objects.start(
        by=author, title="Iran Negotiated Basra Ceasefire", intro="Just passing on the news.", tags="Iran", at=at
    )
    old.publish(by=author, at=at)
    said = old.comments.post(by=author, body="Heard this on CNN.", at=datetime(2008, 3, 31, 16, 53, 46, tzinfo=UTC))
    said.recommend(by=reader, at=datetime(2008, 3, 31, 17, 0, tzinfo=UTC))
    return old


def _recommended(as_, diary, bob):
    as_(bob).post(f"/diaries/{diary.pk}/recommend/")
    return [as_(bob).get(f"/diaries/{diary.pk}/unrecommend/")]


def _rescued(as_, diary, tess, rita):
    pages = [as_(rita).get(f"/diaries/{diary.pk}/nominate/")]
    as_(tess).post(f"/diaries/{diary.pk}/nominate/", {"note": "Overlooked.", "blurb": "Worth your time."})
    rescue = getattr(diary, "rescues", diary.comments.none()).first()
    return [*pages, as_(rita).get(f"/rescue/{rescue.pk}/remove/")] if rescue else pages


def _republished(as_, diary, tess, rita):
    """As a member of a group, and as somebody who belongs to none."""
    Group.objects.found("River Watch", by=tess)
    return [as_(who).get(f"/diaries/{diary.pk}/republish/") for who in (tess, rita)]


def test_every_string_that_the_table_calls_there_is_there(screens):
    missing = [string for string in THERE if not any(string in page for page in screens)]
    assert not missing


def test_what_is_not_yet_there_moves_up_in_the_table_when_it_comes(screens):
    assert [string for string in NOT_YET if any(string in page for page in screens)] == []


def test_the_table_is_whole_and_names_tests_that_exist():
    assert len(ROWS) == 33 and len({string for string, *_ in ROWS}) == 33
    for string, screen, proof in ROWS:
        for path in filter(None, proof.split(", ")):
            found = settings.BASE_DIR / (path if "/" in path else f"diaries/tests/{path}")
            assert found.is_file(), path
        assert bool(proof) != screen.startswith("not yet"), string


def test_a_keyboard_reaches_the_skip_link_first(as_, db):
    page = as_(None).get("/").content.decode()
    body = page[page.index("<body") :]
    assert body.index('class="skip"') < body.index("<header")
    assert 'href="#main"' in body and 'id="main"' in body
