"""Whose site this is."""

import pytest
from django.core.exceptions import ValidationError

from community.colour import stylesheet
from community.models import Site


def test_without_a_row_the_defaults_stand(as_, db):
    page = as_(None).get("/").content.decode()
    assert '<p class="site-name"><a href="/" dir="auto">Rostrum</a></p>' in page
    assert "Diaries by the people who read them" in page
    assert "Subscribe or Donate" not in page


def test_name_tagline_and_support_are_on_every_page(as_, diary):
    Site(name="Tolliver & Co", tagline="Up <and> down", support_url="https://example.org/support").save()
    for place in ("/", "/recent/", "/tags/", "/about/rules/", "/accounts/login/", diary.get_absolute_url()):
        page = as_(None).get(place).content.decode()
        assert '<a href="/" dir="auto">Tolliver &amp; Co</a>' in page and "Up &lt;and&gt; down" in page
        assert '<a href="https://example.org/support" rel="noopener">Subscribe or Donate</a> to support Tolliver &amp; Co.' in page


def test_there_is_one_site(db):
    Site(name="One").save()
    Site(name="Two").save()
    assert list(Site.objects.values_list("pk", "name")) == [(1, "Two")]
    assert Site.current().name == "Two"


def test_the_colour_is_a_served_stylesheet(as_, db):
    Site(accent="#123abc").save()
    answer = as_(None).get("/theme.css")
    assert answer["Content-Type"] == "text/css"
    assert answer.content.startswith(b":root { --accent-chosen: #123abc; --accent: light-dark(#123abc, ")
    assert b'<link rel="stylesheet" href="/theme.css?123abc">' in as_(None).get("/recent/").content
    assert b"--accent-chosen: #00ff00;" in as_(None).get("/theme.css?00ff00").content
    assert b"--accent-chosen: #123abc;" in as_(None).get("/theme.css?}body{").content
    assert as_(None).post("/theme.css").status_code == 405


@pytest.mark.parametrize(
    "wrong",
    [{"accent": "red"}, {"accent": "#fff;}"}, {"time_zone": "Mars/Olympus"}, {"support_url": "javascript:alert(1)"}, {"name": ""}],
)
def test_what_a_site_cannot_be(db, wrong):
    with pytest.raises(ValidationError):
        Site(**wrong).full_clean()


def test_the_zone_is_named_where_times_are_explained(as_, db):
    Site(time_zone="Asia/Kolkata").save()
    assert "Asia/Kolkata" in as_(None).get("/about/rules/").content.decode()


def test_the_colour_that_the_stylesheet_has_needs_no_other(as_, db, settings):
    """And has it still: both are changed together or not at all."""
    default = Site._meta.get_field("accent").default
    assert b"theme.css" not in as_(None).get("/recent/").content
    accent = stylesheet(default).partition("--accent: ")[2].partition(";")[0]
    assert f"--accent: {accent};" in (settings.BASE_DIR / "static/css/rostrum.css").read_text()
