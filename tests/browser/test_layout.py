"""Nothing overflows, jumps or lies under something else, whatever members write and however narrow the screen is.

Widths: 320 and 360 a phone, 700 a screen of 1,400 at 200 % zoom, 800 a tablet, 1,400 a desk. A page is opened once, as a phone opens
it, and nothing may move until it is there; then it is made wider and narrower, as a reader does who turns a phone.
"""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.once

WIDTHS = (360, 320, 700, 800, 1400)
NOWHERE = "/nothing/here/"
REFUSED = {NOWHERE: 404, "/groups/new/": 403}

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
        "/moderation/log/", "/moderation/log/totals/", "/about/rules/", "/about/style/", "/accounts/login/?next=/", "/accounts/signup/",
        "/accounts/password/reset/", "/discussed/", "/offline/", NOWHERE,
    ],
    "nan": [
        "/", "{diary}", "{diary}?view=flat", "{diary}?show=titles", "/comments/{deep}/reply/", "/diaries/write/", "/diaries/{draft}/edit/",
        "/drafts/", "/hotlist/", "/stream/", "/notifications/", "/groups/{group}/queue/", "/diaries/{diary_pk}/share/", "/accounts/settings/",
        "/accounts/2fa/", "/diaries/{diary_pk}/republish/", "/accounts/sessions/", "/accounts/password/change/", "/accounts/email/",
        "/notifications/preferences/", "/diaries/{diary_pk}/hotlist/", "/diaries/{diary_pk}/unrecommend/", "/people/{member}/report/",
        "/people/nan/mojo/", "/pictures/", "/stream/feed/", "/groups/new/",
    ],
    "w" * 30: ["{diary}", "/diaries/{diary_pk}/edit/", "/diaries/{diary_pk}/versions/", "/groups/{group}/members/"],
    "mo": [
        "/moderation/", "/moderation/newcomers/", "/comments/hidden/", "/moderation/appeals/", "/moderation/decided/",
        "/moderation/cases/{case}/", "/people/{member}/moderate/", "/people/{member}/suspend/", "/diaries/{diary_pk}/take-down/",
        "/comments/{deep}/remove/", "{tag}rename/", "/groups/{group}/moderate/",
    ],
    "ada": [
        "/administration/", "/administration/identity/", "/administration/numbers/", "/administration/numbers/newcomers.week/",
        "/administration/conduct/", "/administration/conduct/1/", "/administration/roles/", "/administration/pages/",
        "/administration/pages/about/", "/administration/footer/", "/administration/changes/", "/rescue/figures/",
    ],
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

# What moved by itself since the page was opened.
MOVED = """() => new Promise((done) => {
  const told = (list) => done(list.getEntries().filter((each) => !each.hadRecentInput).map((each) =>
    `${each.value.toFixed(4)}: ${each.sources.map(({ node }) => `${node?.nodeName}.${node?.className ?? node?.parentElement?.className}`)}`));
  new PerformanceObserver(told).observe({ type: "layout-shift", buffered: true });
  setTimeout(done, 50, []);
})"""

# What lies under something fixed when the page is scrolled to its end: nobody could press it.
COVERED = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 0;
  const fixed = [...document.querySelectorAll("body *")].filter((e) => getComputedStyle(e).position === "fixed" && shown(e));
  const found = [];
  for (const over of fixed) {
    const b = over.getBoundingClientRect();
    for (const e of document.querySelectorAll(":is(main, footer) :is(a[href], button, input, select, textarea, summary)")) {
      const r = e.getBoundingClientRect();
      if (over.contains(e) || !shown(e) || getComputedStyle(over).pointerEvents === "none") continue;
      if (Math.min(r.right, b.right) - Math.max(r.left, b.left) > 2 && Math.min(r.bottom, b.bottom) - Math.max(r.top, b.top) > 2)
        found.push(`<${over.tagName.toLowerCase()} class="${over.className}"> covers ${e.textContent.trim().slice(0, 30)}`);
    }
  }
  scrollTo(0, 0);
  return found.slice(0, 3);
}"""


@pytest.fixture(scope="session")
def nasty(server):
    case = server.world["places"]["what a report says"]["moderation/cases.pk"]
    return {**server.play(NASTY), "case": case}


def complaints(page: Page, address: str) -> list[str]:
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    answer = page.goto(address)
    status = answer and answer.status
    found = [] if status == REFUSED.get(address, 200) else [f"{address} is not there: {status}"]
    found += [f"{address} moved: {words}" for words in page.evaluate(MOVED)]
    found += [f"{address}: {words}" for words in page.evaluate(COVERED)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{address} at {width}: {words}" for words in page.evaluate(BEYOND)]
    return found


ROLES = ["a visitor", "a member", "thirty letters", "a moderator", "an administrator", "a rescuer"]


@pytest.mark.parametrize("name", list(PLACES), ids=ROLES)
def test_nothing_lies_beyond_the_screen_or_moves(page_as, nasty, name):
    page_as.expects("status of 404", "status of 403")
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


def test_the_masthead_of_a_phone_is_one_line_whatever_is_counted(page_as, server):
    server.play("""
        told = diary(member("una"), "The lamp on the landing", hours=2)
        told.comments.post(by=member("hal"), subject="The wick", body="It wants trimming.")
    """)
    page = page_as("una", width=360)
    for address, place in (("/drafts/", "a line"), ("/recent/", "the thumb")):
        page.goto(address)
        assert page.locator(".bell .count").is_visible()
        assert page.locator(".masthead-line").bounding_box()["height"] < 64
        write = page.locator(".member-corner > .write").bounding_box()
        assert (write["y"] < 64) == (place == "a line"), address


def test_what_moves_or_lies_under_something_is_found(page_as, server):
    page = page_as(None, width=360)
    page.goto("/about/rules/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('beforebegin', '<p>' + 'late<br>'.repeat(9) + '</p>')")
    page.evaluate("""document.querySelector('footer').insertAdjacentHTML('beforeend', '<div class="over">over</div>')""")
    page.evaluate("Object.assign(document.querySelector('.over').style, { position: 'fixed', inset: 'auto 0 0', height: '12rem' })")
    assert page.evaluate(MOVED) != []
    assert any("over" in words for words in page.evaluate(COVERED))
