"""No value in any form of the administration breaks it, or the site."""

import pytest

from administration.models import FirstRun
from community.models import Page

FORMS = [
    "/administration/identity/", "/administration/numbers/hiding.a_day/", "/administration/numbers/trust.mojo/", "/administration/conduct/",
    "/administration/conduct/3/", "/administration/roles/", "/administration/roles/mo/moderator/take/", "/administration/footer/",
    "/administration/pages/write/", "/administration/pages/faq/", "/administration/pages/plans/", "/administration/logo/",
]  # fmt: skip
VALUES = [
    "",
    "\x00",
    "x" * 150_000,
    "<script>alert(1)</script>",
    "９９",
    "\u202eabc",
    "![" * 20_000,
    "[[{{{site.name}}}",
    "-0",
    "1e400",
    "nan",
]


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_value_breaks_a_form(as_, ada, mo, filled, value):
    Page.objects.start(by=ada, title="Plans", body="Text.")
    client = as_(ada)
    for at in FORMS:
        fields = filled(client, "/administration/identity/", at) if at.endswith("logo/") else filled(client, at)
        for name in fields:
            answer = client.post(at, {**fields, name: value})
            assert answer.status_code < 500, (at, name)
            assert "<script>alert(1)" not in answer.content.decode(errors="replace"), (at, name)
    for place in ("/recent/", "/about/", "/about/faq/", "/about/rules/", "/administration/", "/administration/changes/"):
        assert as_(ada).get(place).status_code == 200


@pytest.mark.parametrize(
    "body", [b"%ED%A0%80", b"name=%ED%A0%80&title=%ff%fe&token=%00", b"", b"&&&===", b"title=a&title=b&value=1&value=2"]
)
def test_no_body_breaks_a_form(as_, ada, mo, db, body):
    Page.objects.start(by=ada, title="Plans", body="Text.")
    for at in [*FORMS, "/administration/logo/remove/", "/administration/pages/plans/publish/", "/administration/conduct/6/retire/"]:
        assert as_(ada).post(at, body, content_type="application/x-www-form-urlencoded").status_code < 500, at


@pytest.mark.parametrize("value", ["\x00", "x" * 100_000, "é" * 60, "\u202e"])
def test_no_value_breaks_the_first_run(as_, db, value):
    said = {"token": FirstRun.objects.waiting().token, "username": "ada", "email": "ada@example.org", "password": "a river town"}
    for name in said:
        assert as_(None).post("/first-run/", {**said, name: value}).status_code in (302, 403, 404, 422), name
    assert as_(None).get("/first-run/", {"token": value}).status_code in (200, 400, 404)
