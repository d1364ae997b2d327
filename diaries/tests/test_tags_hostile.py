"""Whatever is typed as a tag: one tag that can be seen, with a page and a feed, or a sentence that says why not."""

from urllib.parse import quote

import pytest

from community.models import set_rule
from diaries.models import Diary, Tag
from diaries.models.tag import parse_tags, tag_key

KEPT = [
    "C++", "C#", ".NET", "日本語", "👨‍👩‍👧‍👦", "🇺🇸", "🏴‍☠️", "1️⃣", "❤️", "Fеrry", "e\u0301cole", "supreme court climate", "feed", "new", "why", "all",
    "search", "history", "suggestions", "rename", "follow", "AC/DC", "..", "?", "#", "%2F", "%_\\", "_", "<b>x</b>", "&amp;", "\"'", "İstanbul", "ﷺ",
    "می‌خواهم", "क्‍ष", "שלום", "{{ 7*7 }}", "-1", "null", "x" * 60, "日" * 60, "①", "𝐅𝐞𝐫𝐫𝐲",
]  # fmt: skip
SAME = [
    ("Ferry", "FERRY"), ("Ferry", "ｆｅｒｒｙ"), ("Ferry", "𝐅𝐞𝐫𝐫𝐲"), ("Ferry", "fer\u200bry"), ("Ferry", "fer\u200dry"), ("Ferry", "\u202efer\u2066ry"),
    ("Ferry", "fer\u00adry"), ("❤️", "❤"), ("می‌خواهم", "میخواهم"), ("a b", "A\u00a0 B"), ("école", "e\u0301cole"), ("AC/DC", "ac-dc"),
]  # fmt: skip
NOTHING = [
    "\u200d",
    "\u200c\u200d",
    "\u2060",
    "\ufeff",
    "\u3164",
    "\u00ad",
    "\u0301",
    "\u0301 \u0308",
    "\U000e0041",
    "\u0600",
    " ",
    "",
]


@pytest.fixture
def free(db):
    set_rule("tags.an_hour", "0")
    set_rule("diaries.a_day", "0")


def publish(author, tags):
    diary = Diary.objects.start(by=author, title="Found by it", intro="I", tags=tags)
    diary.publish(by=author)
    return Diary.objects.get(pk=diary.pk)


def test_each_has_a_page_a_feed_and_is_found_by_its_name(as_, alice, free):
    for at in range(0, len(KEPT), 15):
        publish(alice, ", ".join(KEPT[at : at + 15]))
    reader = as_(None)
    reader.raise_request_exception = False
    for name in KEPT:
        tag = Tag.objects.called(name)
        place = tag.get_absolute_url()
        for address in (place, f"{place}feed/", f"{place}?sort=recommended", f"/tags/search/?q={quote(name)}"):
            answer = reader.get(address)
            assert answer.status_code == 200, (name, address)
            assert "Found by it" in answer.content.decode() or "search" in address
        offered = reader.get(f"/tags/suggestions/?q={quote(name)}").json()["tags"]
        assert any(tag_key(each["name"]) == tag.key for each in offered) or len(offered) == 8, name
    assert (
        len({tag.slug for tag in Tag.objects.all()})
        == Tag.objects.count()
        == len({tag_key(name.replace("/", "-")) for name in KEPT})
    )
    for place in ("/tags/", "/tags/all/", "/tags/all/?sort=count", "/", "/recent/feed/"):
        assert reader.get(place).status_code == 200


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_tag(alice, bob, free, first, second):
    publish(alice, first)
    assert publish(bob, second).tags_text == parse_tags(first)[0]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("nothing", NOTHING)
def test_what_cannot_be_seen_is_no_tag(as_, alice, free, nothing):
    assert parse_tags(f"a, {nothing}, b") == ["a", "b"]
    draft = Diary.objects.start(by=alice, title="T", intro="I", tags=nothing)
    answer = as_(alice).post(f"/diaries/{draft.pk}/publish/")
    assert answer.status_code == 422 and "You must add at least one tag" in answer.content.decode()


def test_accents_do_not_pile_up():
    zalgo = "Z\u0336\u0321\u031b\u0300\u0301\u0302\u0303\u0304\u0305\u0306ap"
    assert len(parse_tags(zalgo)[0]) <= 8 and parse_tags("\u0301nothing before") == ["nothing before"]


def test_letters_that_look_alike_are_another_tag_but_no_way_around_a_ban(as_, alice, mo, free):
    publish(alice, "Spam")
    assert publish(alice, "Sраm").tags_text == "Sраm" and Tag.objects.count() == 2
    as_(mo).post("/tags/spam/ban/", {"reason": "Spam.", "rule": ""})
    diary = publish(alice, "Other")
    for name in ("spam", "SPAM", "sраm", "ｓｐａｍ", "s\u200dpam"):
        answer = as_(alice).post(f"/diaries/{diary.pk}/tags/", {"tags": f"New, {name}"})
        assert answer.status_code == 422 and "cannot be used here any more" in answer.content.decode(), name
    assert Diary.objects.get(pk=diary.pk).tags_text == "Other"


@pytest.mark.parametrize("name", ["Rescued", "RECOMMENDED", "rеscued", "Ｒescued", "res\u200bcued"])
def test_the_sites_own_tags_are_nobodys(as_, alice, bob, free, name):
    diary = publish(alice, f"Mine, {name}")
    assert [tag.name for tag in diary.tag_list] == ["Mine"]
    answer = as_(bob).post(f"/diaries/{diary.pk}/tags/", {"tags": name})
    assert answer.status_code == 422 and "given by the site itself" in answer.content.decode()


@pytest.mark.parametrize("asked", ["%", "_", "\\", "%_\\", "'", '"', "\u0000", "\ud800", "a" * 100_000, "[", "*", "x%"])
def test_suggestions_take_everything_by_the_letter(as_, alice, free, asked):
    publish(alice, "Ferry, Xylophone")
    answer = as_(None).get("/tags/suggestions/", {"q": asked.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (200, 400) and (answer.status_code == 400 or answer.json() == {"tags": []})


def test_renaming_and_merging_in_circles(as_, alice, mo, free):
    publish(alice, "A, B, C")
    desk, why = as_(mo), {"reason": "Order.", "rule": ""}
    desk.raise_request_exception = False

    def press(slug, verb, **said):
        return desk.post(f"/tags/{slug}/{verb}/", said | why).status_code

    assert press("a", "merge", name="B") == 302
    assert press("b", "merge", name="A") == 422  # A means B by now
    assert press("b", "merge", name="B") == 422
    assert press("b", "merge", name="C") == 302
    assert press("c", "merge", name="A") == 422
    assert press("c", "alias", name="C") in (409, 422) and press("c", "alias", name="A") == 302  # it is one already
    assert press("c", "rename", name="A") == 302 and press("a", "rename", name="C") == 302
    assert press("a", "rename", name="X") in (404, 409)  # a name of C again
    assert press("c", "ban") == 302 and press("a", "merge", name="C") == 302  # it stands for it already: nothing is done
    assert as_(None).get("/tags/a/").status_code == as_(None).get("/tags/c/").status_code == 404
    assert press("c", "unban") == 302
    answer = as_(None).get("/tags/b/")
    assert (answer.status_code, answer["Location"]) == (301, "/tags/c/")
    assert not Tag.objects.exclude(alias_of=None).exclude(alias_of__alias_of=None).exists()  # no chain, no circle
