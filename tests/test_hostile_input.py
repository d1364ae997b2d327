"""Whatever is sent to whatever address: a clear answer below 500, and the text is still there."""

from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.html import escape

from diaries.models import Diary
from groups.models import Group, QueueEntry
from tests.addresses import filled, forms_of, templates

VALUES = {
    "unknown": "999999",
    "huge": "1" + "0" * 30,
    "longer than Python counts": "9" * 5_000,
    "negative": "-1",
    "nothing": "0",
    "NUL": "1%00",
    "half a character": "%ED%A0%80",
    "not UTF-8": "%ff%fe",
    "markup": "%3Cscript%3E%22'",
    "upwards": "..%2f..%2f",
    "right to left": "%E2%80%AE%D7%90",
}
QUERIES = {
    "NUL": "page=%00&next=%00",
    "half a character": "page=%ED%A0%80&next=%ED%A0%80&%ED%A0%80=1",
    "huge": "page=" + "9" * 5_000 + "&next=//evil.example",
    "1 MB": "page=1&q=" + "x" * 1_000_000,
    "lists": "page=1&page=2&page[]=3&next=a&next=b",
}
POISONS = {
    "NUL": "kept words \x00 after",
    "1 MB": "kept words " + "x" * 1_000_000,
    "brackets": "kept words " + "[" * 100_000,
    "images": "kept words " + "![" * 50_000,
    "emphasis": "kept words " + "*_" * 50_000,
    "markup": "kept words </textarea><script>alert(1)</script><svg onload=alert(1)>" + "<b>" * 2_000,
    "controls": "kept words \x07\x1f\u202e\ufffe\ufeff",
    "empty": "",
    "number": "1" + "0" * 30,
}
TEXTS = {"subject", "body", "title", "intro", "tags", "biography", "signature", "description", "rules", "words"}
FOR_TEXTS = {"brackets", "images", "emphasis"}  # hostile to who renders them
FOR_COLUMNS = {"NUL", "1 MB", "controls", "empty", "number"}  # hostile to a database; what else there is is the same to any
WHO = [None, "alice", "bob", "mo"]


@pytest.fixture
def known(diary, comment, alice, bob, tess):
    """What there is, for the places of the addresses."""
    group = Group.objects.found("Ferry friends", by=tess, description="Said.", rules="Kept.")
    for member in (alice, bob):
        group.invite(member, by=tess)
        group.accept(by=member)
    group.promote(alice, to="editor", by=tess)
    group.promote(alice, to="admin", by=tess)
    draft = Diary.objects.start(by=alice, title="Draft", intro="Secret.", tags="Quiet")
    waiting = Diary.objects.start(by=alice, title="Waiting", intro="Secret.", tags="Quiet")
    entry = QueueEntry.objects.add(waiting, group, by=alice)
    return {
        "diaries.pk": diary.pk, "comments.pk": comment.pk, "version": diary.versions.get().pk, "tags.slug": "ferry", "diaries.slug": diary.slug,
        "username": "alice", "groups.username": "bob", "groups.slug": group.slug, "queue.pk": entry.pk, "draft": draft.pk, "path": "none.webp",
    }  # fmt: skip


@pytest.fixture
def browser(as_, request, settings):
    """Answers 500 instead of raising, and leaves no trace: what one request did is undone before the next."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

    def of(who):
        client = as_(request.getfixturevalue(who) if who else None)
        client.raise_request_exception = False
        return client

    return of


def ask(client, method, *args, **kwargs):
    with transaction.atomic():
        answer = getattr(client, method)(*args, **kwargs)
        if hasattr(answer, "render") and not answer.is_rendered:
            answer.render()
        transaction.set_rollback(True)
    return answer


def test_the_walk_meets_the_whole_site():
    found = templates()
    assert len(found) > 50
    for place in (
        "/",
        "/diaries/%(pk)s/edit/",
        "/comments/%(pk)s/hide/",
        "/people/%(username)s/",
        "/accounts/login/",
        "/tags/%(slug)s/feed/",
    ):
        assert place in found


@pytest.mark.parametrize("who", WHO)
def test_what_exists_answers(browser, known, who):
    answers = {place: ask(browser(who), "get", filled(place, known)).status_code for place in templates()}
    assert not {place: status for place, status in answers.items() if status >= 500}
    assert answers["/diaries/%(pk)s/%(slug)s/"] == answers["/comments/%(pk)s/"] == answers["/tags/%(slug)s/"] == 200


@pytest.mark.parametrize("who", [None, "mo"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_value_in_an_address_breaks_it(browser, known, who, method):
    client, bad = browser(who), []
    for place in (place for place in templates() if "%(" in place):
        for name, value in VALUES.items():
            status = ask(client, method, filled(place, known, value)).status_code
            if status >= 500 or (name == "unknown" and status == 200 and not place.startswith("/accounts/")):
                bad.append((place, name, status))
    assert not bad


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.once] if name == "1 MB" else []) for name in QUERIES])
def test_no_query_breaks_an_address(browser, known, alice, name):
    client, bad = browser("alice"), []
    for place in templates():
        status = ask(client, "get", f"{filled(place, known)}?{QUERIES[name]}").status_code
        if status >= 500 or (name == "NUL" and status != 400):
            bad.append((place, status))
    assert not bad


@pytest.mark.parametrize("who", WHO)
def test_an_empty_post_and_other_methods_break_nothing(browser, known, who):
    client, bad = browser(who), []
    for place in templates():
        for method in ("post", "put", "patch", "delete", "options"):
            status = ask(client, method, filled(place, known)).status_code
            if status >= 500 or (method != "post" and status == 200 and method != "options" and not place.startswith("/accounts/")):
                bad.append((place, method, status))
    assert not bad


def test_a_form_from_elsewhere_is_403_at_every_address(known, alice, as_):
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    answers = {
        place: ask(client, "post", filled(place, known), {"body": "forged", "do": "publish"}).status_code for place in templates()
    }
    assert {place: status for place, status in answers.items() if status != 403} == {}


def forms(client, known):
    """Every form that this reader finds, once."""
    pages = [filled(place, known) for place in templates()] + [f"/diaries/{known['draft']}/edit/"]
    found = {}
    for page in pages:
        answer = ask(client, "get", page)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            for address, fields in forms_of(page, answer.content.decode()):
                if fields:
                    found.setdefault(urlsplit(address).path, fields)
    return found


def test_no_field_of_any_form_breaks_it_and_texts_are_kept(browser, known):
    """Every form as the first who finds it with these fields."""
    bad, kept, tried = [], 0, {}
    for who in WHO:
        client = browser(who)
        found = {address: fields for address, fields in forms(client, known).items() if tried.get(address) != set(fields)}
        tried |= {address: set(fields) for address, fields in found.items()}
        for address, fields in found.items():
            for field in fields:
                for name, poison in POISONS.items():
                    if (name in FOR_TEXTS and field not in TEXTS) or (connection.vendor != "sqlite" and name not in FOR_COLUMNS):
                        continue
                    answer = ask(client, "post", address, fields | {field: poison})
                    lost = (
                        field in TEXTS
                        and answer.status_code in (409, 422)
                        and "kept" in poison
                        and "kept words" not in answer.content.decode()
                    )
                    kept += answer.status_code == 422 and field in TEXTS
                    if answer.status_code >= 500 or lost or "<script>alert(1)" in answer.content.decode():
                        bad.append((who, address, field, name, answer.status_code, "lost" if lost else ""))
                rest = {name: value for name, value in fields.items() if name != field}
                for sent in (
                    rest,
                    fields | {field: ["kept words", "kept words", "\x00"]},
                    {f"{name}[]": value for name, value in fields.items()},
                ):
                    if (status := ask(client, "post", address, sent).status_code) >= 500:
                        bad.append((who, address, field, "missing or list", status))
    assert not bad
    assert {"/accounts/login/", "/diaries/write/", f"/diaries/{known['diaries.pk']}/comments/"} <= set(tried) and kept > 20


@pytest.mark.parametrize("text", ["&", "</textarea>", '"><b>', "'"])
def test_what_comes_back_in_a_form_is_text(browser, known, text):
    page = ask(
        browser("bob"), "post", f"/diaries/{known['diaries.pk']}/comments/", {"body": "", "subject": f"{text} kept"}
    ).content.decode()
    assert f"{escape(text)} kept" in page


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"title=%ED%A0%80&body=%ff%fe&intro=%00", "application/x-www-form-urlencoded"),
        (b"&&&==%", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x--", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="body"; filename="a"\r\n\r\nA file\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"{", "application/json"),
        (b"\xff\xfe" * 100, ""),
    ],
)
def test_no_body_breaks_a_form(browser, known, body, kind):
    client = browser("bob")
    for address in (
        "/diaries/write/",
        f"/diaries/{known['diaries.pk']}/comments/",
        f"/comments/{known['comments.pk']}/edit/",
        "/accounts/login/",
    ):
        assert ask(client, "generic", "POST", address, body, content_type=kind).status_code < 500
