"""Nothing overflows, is cut off or lies outside of the screen, whatever members write and however narrow the screen is.

Widths: 320 and 360 a phone, 700 a screen of 1,400 at 200 % zoom, 800 a tablet, 1,400 a desk. A page is opened once and then made
narrower, as a reader does who turns a phone.
"""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.once

WIDTHS = (1400, 800, 700, 360, 320)
NOWHERE = "/nothing/here/"

# What a community writes at its worst: names of thirty letters, words without an end, right to left, Chinese, wide tables, long code.
NASTY = """
from diaries.models import HotlistEntry, Poll, Recommendation, Rescue, Update
from groups.models import Group
from stream.models import Follow
LONG, WORD = "w" * 30, "Donaudampfschifffahrt" * 20
arabic, chinese = "\u0627\u0644\u062c\u0633\u0631 \u0627\u0644\u0642\u062f\u064a\u0645 " * 6, "\u6a4b\u306e\u4e0b\u306e\u6c34\u4f4d" * 16
w = member(LONG, "trusted")
w.name = "\u68ee" * 30
w.describe(biography=WORD + "\\n\\n" + arabic, signature=WORD[:150], home_page="https://example.org/" + WORD[:150])
w.save(update_fields=["name"])
reader = member("nan")
Follow.objects.follow(w, by=reader)
body = f'''## {WORD[:90]}

{WORD}

> {WORD[:200]}
>
> > {arabic}

| {" | ".join(f"Column number {n}" for n in range(12))} |
|{"--|" * 12}
| {" | ".join("31,000 crossings" for n in range(12))} |

    {WORD}

`{WORD[:200]}` https://example.org/{WORD[:200]}[^1]

1. {WORD[:80]}
   - {WORD[:80]}
     - {WORD[:80]}

[^1]: {WORD[:200]}
'''
at = now() - timedelta(hours=5)
nasty = Diary.objects.start(by=w, title=WORD[:100], intro=WORD[:400], body=body, tags=", ".join([WORD[:60], "\u6c34" * 30, arabic[:50]]), at=at)
Poll.objects.write(nasty, question=WORD[:100], choices=[WORD[:100], chinese[:60], "Neither"])
nasty.publish(by=w, at=at)
nasty = Diary.objects.get(pk=nasty.pk)
Update.objects.add(nasty, by=w, body=WORD[:300])
parent = None
for n in range(13):
    parent = nasty.comments.post(
        by=w if n % 2 else reader, subject=WORD[:80] if n % 3 else "", body=[WORD, arabic, chinese, body][n % 4], parent=parent,
        at=at + timedelta(minutes=n + 1), token=f"nasty{n}",
    )
for who, text in ((member("zhi"), chinese), (member("ara"), arabic)):
    said = Diary.objects.start(by=who, title=text[:100], intro=text, body=text, tags=text[:40], at=at)
    said.publish(by=who, at=at)
draft = Diary.objects.start(by=reader, title=WORD[:100], intro=WORD[:200], body=body, tags=WORD[:60])
HotlistEntry.objects.hotlist(nasty, by=reader, note=WORD[:200])
for who in (reader, member("tess", "trusted")):
    Recommendation.objects.recommend(nasty, by=who)
Rescue.objects.nominate(said, by=w, blurb=WORD[:200], note=WORD[:200])
group = Group.objects.found(by=w, name=(WORD[:60]), description=WORD[:300], rules=WORD[:300])
group.invite(reader, by=w)
group.accept(by=reader)
answer = {
    "diary": nasty.get_absolute_url(), "diary_pk": nasty.pk, "deep": parent.pk, "draft": draft.pk, "group": group.slug, "member": LONG,
    "rtl": said.get_absolute_url(), "tag": nasty.tag_list[0].get_absolute_url(),
}
"""

PLACES: dict[str | None, list[str]] = {
    None: [
        "/", "/recent/", "/recommended/", "/spotlight/", "{diary}", "{rtl}", "/comments/{deep}/", "/people/{member}/",
        "/people/{member}/comments/", "/people/{member}/groups/", "/tags/?all=1", "{tag}", "/diaries/{diary_pk}/why/",
        "/diaries/{diary_pk}/recommenders/", "/diaries/{diary_pk}/tags/", "/groups/", "/groups/{group}/", "/groups/{group}/members/",
        "/moderation/log/", "/about/rules/", "/about/style/", "/accounts/login/", "/accounts/signup/", NOWHERE,
    ],
    "nan": [
        "/", "{diary}", "{diary}?view=flat", "{diary}?show=titles", "/comments/{deep}/reply/", "/diaries/write/", "/diaries/{draft}/edit/",
        "/drafts/", "/hotlist/", "/stream/", "/notifications/", "/groups/{group}/queue/", "/diaries/{diary_pk}/share/", "/accounts/settings/",
        "/accounts/2fa/", "/diaries/{diary_pk}/republish/",
    ],
    "w" * 30: ["{diary}", "/diaries/{diary_pk}/edit/", "/diaries/{diary_pk}/versions/", "/groups/{group}/members/"],
    "mo": ["/moderation/", "/moderation/newcomers/", "/comments/hidden/"],
    "rita": ["/rescue/"],
}  # fmt: skip

# What reaches beyond the screen, unless what holds it scrolls sideways or is there for screen readers alone.
BEYOND = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > wide) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const held = (element) => {
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (e !== element && style.overflowX !== "visible") return true;
      if (style.position === "absolute" && style.clipPath !== "none") return true;
    }
    return false;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || (box.right <= wide + 1 && box.left >= -1)) continue;
    if (element.checkVisibility && !element.checkVisibility({ contentVisibilityAuto: false })) continue;
    if (element.matches(".skip") || held(element)) continue;
    const name = `<${element.tagName.toLowerCase()} class="${element.className.baseVal ?? element.className}">`;
    found.push(`${name} from ${Math.round(box.left)} to ${Math.round(box.right)}: ${element.textContent.trim().slice(0, 40)}`);
  }
  return found.slice(0, 3);
}"""


@pytest.fixture(scope="session")
def nasty(server):
    return server.play(NASTY)


def complaints(page: Page, address: str) -> list[str]:
    answer = page.goto(address)
    found = (
        [] if answer and (answer.status == 200 or address == NOWHERE) else [f"{address} is not there: {answer and answer.status}"]
    )
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{address} at {width}: {words}" for words in page.evaluate(BEYOND)]
    return found


@pytest.mark.parametrize("name", list(PLACES), ids=["a visitor", "a member", "thirty letters", "a moderator", "a rescuer"])
def test_nothing_lies_beyond_the_screen(page_as, nasty, name):
    page_as.expects("status of 404")
    page = page_as(name)
    wrong = [words for place in PLACES[name] for words in complaints(page, place.format_map(nasty))]
    assert wrong == [], "\n".join(wrong)


def test_nothing_lies_beyond_the_screen_of_an_empty_site(page_as, empty_server):
    page_as.expects("status of 404")
    page = page_as(None, at=empty_server)
    places = ("/", "/recent/", "/recommended/", "/spotlight/", "/tags/", "/groups/", "/moderation/log/", "/about/rules/")
    assert [words for place in places for words in complaints(page, place)] == []


def test_what_is_too_wide_is_found(page_as, server):
    page = page_as(None)
    page.goto("/about/rules/")
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<p class=wideone>' + 'w'.repeat(5) + '</p>')")
    page.evaluate("document.querySelector('.wideone').style.width = '900px'")
    assert any("wideone" in words for words in page.evaluate(BEYOND))
