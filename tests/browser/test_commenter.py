"""Whoever comments: in place and by keys, through crashes, expired sessions, second tabs and lost connections; without scripts too."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

expect.set_options(timeout=20_000)
LOST = ("Failed to load resource", "ERR_")


@pytest.fixture
def talk(server, request):
    """An address under which six comments stand, of this journey alone."""
    title = request.node.originalname[5:65].replace("_", " ")
    host = "host" + title.replace(" ", "")[-12:]
    return server.play("answer = diary(member(host), title, comments=6).get_absolute_url()", title=title, host=host)


def key_of(address):
    return int(re.search(r"/diaries/(\d+)/", address)[1])


def posted(server, talk, who):
    """The texts of this member under that diary, oldest first."""
    play = "answer = list(Comment.objects.filter(diary=pk, author__username=who).order_by('number').values_list('body', flat=True))"
    return server.play(play, pk=key_of(talk), who=who)


def unsent(server, who):
    play = "from comments.models import Unsent\nanswer = list(Unsent.objects.waiting().filter(author__username=who).values_list('body', flat=True))"
    return server.play(play, who=who)


def reply_to(page: Page, number: int):
    page.locator(f"#c{number} [data-reply]").click()
    form = page.locator("form[id^=reply-]")
    expect(form.locator("textarea")).to_be_focused()
    return form


def kept(form):
    """What is typed has reached the server."""
    expect(form.locator("[data-kept]")).to_have_text(re.compile(r"^(saved|Other words)"))


def test_answers_with_a_quotation_by_keys(server, page_as, axe, talk):
    page = page_as("quill")
    page.goto(talk)
    page.locator("#c2 .comment-body p").first.select_text()
    form = reply_to(page, 2)
    body = form.locator("textarea")
    expect(body).to_have_value(re.compile(r"^> Comment 2 has something to add"))
    body.press("Control+End")
    body.press_sequentially("And so *say* I.")
    form.get_by_role("button", name="Preview").click()
    expect(form.locator(".preview blockquote")).to_be_visible()
    expect(form.locator(".preview em")).to_have_text("say")
    kept(form)
    axe(page)
    rendered = form.locator(".preview .comment-body").inner_html()
    body.press("Control+Enter")
    own = page.locator("li:has(> article#c2) > ol article.own")
    expect(own).to_have_count(1)
    assert own.locator(".comment-body").inner_html() == rendered, "the preview is the true rendering"
    expect(page.locator("form[id^=reply-]")).to_have_count(0)

    form = page.locator("#new-comment")
    form.locator("textarea").fill("Twice pressed is once said.")
    form.get_by_role("button", name="Post").dblclick()
    expect(page.locator("#thread > li article.own")).to_have_count(2)
    assert len(posted(server, talk, "quill")) == 2 and unsent(server, "quill") == []

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#c2 [data-copy-link]").click()
    expect(page.locator("#c2 [data-copy-link]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#c2 [data-copy-link]").evaluate("(link) => link.href")


def test_types_on_while_the_server_dies(server, page_as, talk):
    page_as.expects(*LOST)
    page = page_as("phoenix")
    page.goto(talk)
    form = reply_to(page, 3)
    form.locator("textarea").press_sequentially("Typed before the crash")
    kept(form)
    server.kill()
    form.locator("textarea").press_sequentially(", and while it was away.")
    expect(form.locator("[data-kept]")).to_contain_text("kept in this browser")
    form.get_by_role("button", name="Reply").click()
    expect(form.locator("[data-kept]")).to_contain_text("not sent")
    server.start()

    def dies_after_it_has_written(route):
        with suppress(Error):
            route.fetch()
        server.kill()
        route.abort()

    page.goto(talk)
    form = reply_to(page, 3)
    expect(form.locator("textarea")).to_have_value("Typed before the crash, and while it was away.")
    page.route("**/reply/", dies_after_it_has_written, times=1)
    form.get_by_role("button", name="Reply").click()
    expect(form.locator("[data-kept]")).to_contain_text("not sent")
    server.start()
    form.get_by_role("button", name="Reply").click()
    expect(page.locator("li:has(> article#c3) > ol article.own")).to_have_count(1)
    page.goto("/drafts/")
    expect(page.get_by_text("Typed before")).to_have_count(0)
    assert posted(server, talk, "phoenix") == ["Typed before the crash, and while it was away."] and unsent(server, "phoenix") == []


def test_an_expired_session_posts_after_the_log_in(server, page_as, talk):
    page_as.expects("status of 401")
    page = page_as("sleeper")
    page.goto(talk)
    form = reply_to(page, 2)
    page.context.clear_cookies(name="sessionid")
    form.locator("textarea").press_sequentially("Said after a nap.")
    expect(form.locator("[data-kept]")).to_contain_text("You are logged out")
    form.get_by_role("button", name="Reply").click()
    page.fill("input[name=login]", "sleeper")
    page.fill("input[name=password]", "rostrum-demo")
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator("article.own")).to_contain_text("Said after a nap.")
    page.reload()
    assert posted(server, talk, "sleeper") == ["Said after a nap."] and unsent(server, "sleeper") == []


def test_two_tabs_keep_both_and_post_each_once(server, page_as, talk):
    one = page_as("janus")
    two = one.context.new_page()
    for page in (one, two):
        page.goto(talk)
    forms = [reply_to(page, 2) for page in (one, two)]
    for form, words in zip(forms, ("From the one tab.", "From the other."), strict=True):
        form.locator("textarea").fill(words)
        kept(form)
    assert sorted(unsent(server, "janus")) == ["From the one tab.", "From the other."]
    for form in forms:
        form.get_by_role("button", name="Reply").click()
        expect(form).to_have_count(0)
    assert sorted(posted(server, talk, "janus")) == ["From the one tab.", "From the other."] and unsent(server, "janus") == []


def test_a_lost_connection_keeps_the_words_and_drafts_show_them(server, page_as, axe, talk):
    page_as.expects(*LOST)
    page = page_as("islander")
    page.goto(talk)
    form = reply_to(page, 2)
    page.context.set_offline(True)
    form.locator("textarea").fill("Written on the ferry.")
    expect(form.locator("[data-kept]")).to_contain_text("no connection; kept in this browser")
    page.context.set_offline(False)
    kept(form)
    assert unsent(server, "islander") == ["Written on the ferry."]

    page.route("**/keep/", lambda route: route.abort())
    form.locator("textarea").fill("Written on the ferry, and on the island.")
    expect(form.locator("[data-kept]")).to_contain_text("kept in this browser")
    page.goto("/drafts/")
    only = page.get_by_role("region", name="Only in this browser")
    expect(only).to_contain_text("reply in")
    expect(only).to_contain_text(re.compile("typed (just now|\\d+ s ago)"))
    axe(page)
    only.get_by_role("link", name="Written on the ferry, and on the island.").click()
    form = page.locator("form[id^=reply-]")
    expect(form.locator("textarea")).to_have_value("Written on the ferry, and on the island.")
    form.locator("textarea").fill("Written ashore.")
    expect(form.locator("[data-kept]")).to_contain_text("kept in this browser")
    page.goto("/drafts/")
    expect(only.get_by_role("link", name="Written ashore.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    only.get_by_role("button", name="Discard").first.click()
    expect(only).to_be_hidden()


def test_a_place_that_closes_or_goes_while_one_types_keeps_the_text(server, page_as, talk):
    page_as.expects("status of 403", "status of 404", *LOST)
    page = page_as("latecomer")
    page.goto(talk)
    form = page.locator("#new-comment")
    form.locator("textarea").fill("Too late, it seems.")
    kept(form)
    server.play("found = Diary.objects.get(pk=pk)\nfound.close(by=found.author)", pk=key_of(talk))
    form.get_by_role("button", name="Post").click()
    expect(page.locator("#new-comment")).to_contain_text("closed")
    expect(page.locator("#new-comment textarea")).to_have_value("Too late, it seems.")
    server.play("found = Diary.objects.get(pk=pk)\nfound.remove(by=found.author)", pk=key_of(talk))
    page.locator("#new-comment").get_by_role("button", name="Post").click()
    expect(page.locator("#new-comment [data-kept]")).to_contain_text("not sent")
    expect(page.locator("#new-comment textarea")).to_have_value("Too late, it seems.")
    page.goto("/drafts/")
    page.get_by_role("link", name="Too late, it seems.").click()
    expect(page.get_by_label("What you wrote")).to_have_value("Too late, it seems.")
    assert posted(server, talk, "latecomer") == []


def test_without_scripts_everything_is_a_form_or_a_link(server, page_as, talk):
    page = page_as("quiet", scripts=False)
    page.goto(talk)
    page.fill("#new-comment textarea", "First *words*.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview em")).to_have_text("words")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("article.own:target em")).to_have_text("words")

    page.locator("#c2").get_by_role("link", name="Reply").click()
    page.fill("textarea", "A reply that waits.")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Saved as a draft. Nobody else sees it.")).to_be_visible()
    page.goto("/drafts/")
    expect(page.locator(".diary-row").first).to_contain_text(re.compile("reply to .* just now", re.DOTALL))
    page.get_by_role("link", name="A reply that waits.").click()
    page.locator("form.comment-form").get_by_role("button", name="Reply").click()
    expect(page.locator("article.own")).to_have_count(2)

    page.locator("article.own", has_text="A reply that waits.").get_by_role("link", name="Edit").click()
    page.fill("textarea", "A reply that waited.")
    page.get_by_role("button", name="Save", exact=True).click()
    own = page.locator("article.own", has_text="A reply that waited.")
    expect(own.get_by_role("link", name="edited")).to_have_count(1)
    own.get_by_role("link", name="Delete").click()
    expect(page.get_by_text("This cannot be undone")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("article.tombstone")).to_have_count(1)
    assert posted(server, talk, "quiet")[0] == "First *words*."
    page.goto("/drafts/")
    expect(page.get_by_text("A reply that")).to_have_count(0)
