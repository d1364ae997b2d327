"""What administrators set, what they have changed, and the first run of a new site."""

from types import SimpleNamespace

from django import forms

from community.models import Site
from operations.style.piece import Chapter, piece
from operations.style.specimens import LOGO, RULES, Cast

SITE = Site(**LOGO, logo_vanishes="dark")
NUMBER = SimpleNamespace(
    name="throttle.comments", meaning="Comments in 10 minutes before a pause", unit="comments", default=10, lowest=1, highest=1000
)
PAGE = SimpleNamespace(
    slug="sources", title="Where our figures come from", is_published=False, in_footer=True, get_absolute_url="/about/sources/"
)


class Number(forms.Form):
    value = forms.CharField(label="From now on", initial="12")


class Rule(forms.Form):
    title = forms.CharField(label="In a few words", initial=RULES[0].title)


class Link(forms.Form):
    text = forms.CharField(label="Words of link 1")
    address = forms.CharField(
        label="Address of link 1", error_messages={"required": "A link needs both its words and its address."}
    )
    place = forms.IntegerField(label="Place of link 1")


def administration(cast: Cast) -> Chapter:
    in_force = [("name", SITE.name), ("tagline", SITE.tagline)]
    return Chapter("Administration", "Every setting says what it changes, what it was when it came, and who changed it last.", [
        piece("Areas", "What can be set, and how it stands.", "administration/_areas.html", site=_set_up(), numbers=[1, 2]),
        piece("Changes", "Of a short text what it was, and is; a long one opens.",
              "administration/_change.html", _changes(cast), within="ol.change-list"),
        piece("Overtaken", "Where somebody else has saved meanwhile: what is in force, above the form that keeps what was typed.",
              "administration/_in_force.html", in_force=in_force),
        piece("Roles", "Who has one, since when, from whom.", "administration/_role_holders.html", people=[(_holder(cast), False)],
              role=SimpleNamespace(value="moderator")),
        piece("Logo on both papers", "So that one sees it as readers do; on a plate where it would vanish.",
              "administration/_logo_shown.html", site=SITE),
        piece("Icon on a home screen", "Made of the logo, or of the site’s first letter.", "administration/_icon_shown.html"),
        piece("Own links", "Words, address and place, with what is wrong at its cell.",
              "administration/_footer_rows.html", within="form.form", form=_links()),
        piece("Own pages", "What came with the program, and the site’s own.", "administration/_pages.html",
              defaults=[SimpleNamespace(slug="faq", title="Questions")], pages=[PAGE]),
        piece("State of a page", "Whether it is out, and the act that changes it.", "administration/_page_state.html", page=PAGE, is_own=True),
        piece("Numbers to quote", "Where a text can name a number in force.", "administration/_places.html",
              places={NUMBER.name: NUMBER.meaning}, opened=True),
    ])  # fmt: skip


def numbers(cast: Cast) -> Chapter:
    return Chapter("Rules and numbers", "Everybody can read by what a site decides; administrators change it, and it says since when.", [
        piece("As everybody reads them", "On “How this site works”: the rules of conduct, and each number beside the one it came with.",
              "community/_conduct.html", {"": {"conduct": RULES}, "Numbers": {"template": "community/_numbers.html", "rows": [(NUMBER, 12)]}}),
        piece("As administrators see them", "With the bounds, and a mark where a number is the site’s own.",
              "administration/_numbers.html", rows=[(NUMBER, 12)]),
        piece("Kinds of numbers", "Above a long table, the way to its parts.", "administration/_jump.html",
              sections=[("throttle", "Pace", []), ("hiding", "Hiding", [])]),
        piece("One number", "Now, as it came, and what is possible; the unit beside the field.", "administration/_bounds.html", {
            "": {"value": 12}, "Changing it": {"template": "administration/_with_unit.html", "form": Number()},
        }, each=NUMBER),
        piece("Rules of conduct", "Numbered for ever: the log refers to them.", "administration/_conduct.html", rules=RULES),
    ])  # fmt: skip


def new_site(cast: Cast) -> Chapter:
    return Chapter("A new site", "Empty, but not at a loss: each step says why, and can wait.", [
        piece("Nobody has joined", "What a visitor finds; whoever has set it up finds the way in.", "administration/new.html"),
        piece("A first rule", "Kept, reworded or left out.", "administration/_first_rule.html", within="form.form", each=RULES[0], form=Rule(), keep=True),
        piece("Invitations", "Each lets one person join.", "administration/_invitations.html",
              invitations=[SimpleNamespace(code="k7-weir-4")], request=SimpleNamespace(scheme="https", get_host="example.org")),
        piece("Where to begin", "Three prompts that always work.", "administration/_prompts.html"),
    ])  # fmt: skip


def _set_up() -> SimpleNamespace:
    return SimpleNamespace(
        name=SITE.name, tagline=SITE.tagline, time_zone="America/Los_Angeles", get_sign_up_display="everybody", footer_links=[1, 2]
    )


def _changes(cast: Cast) -> dict[str, dict[str, SimpleNamespace]]:
    by = {"by": cast.author, "at": cast.ago(30)}
    short = SimpleNamespace(heading="The tagline", before="News of the valley", after=SITE.tagline, is_short=True, **by)
    long = SimpleNamespace(
        heading="The words about the site", before="", after="A paper that its readers write.", is_short=False, **by
    )
    return {"": {"change": short}, "Of a long text": {"change": long}}


def _holder(cast: Cast) -> SimpleNamespace:
    return SimpleNamespace(user=cast.trusted, given=cast.ago(800), by=cast.author)


def _links() -> SimpleNamespace:
    row = Link({"text": "The river today", "address": "", "place": 1})
    return SimpleNamespace(rows=[(row["text"], row["address"], row["place"])])
