"""What the administrator has changed over the months: footer links, pages, a number tried out, a rule reworded."""

from datetime import datetime, timedelta

from accounts.models import User
from community.models import ConductRule, FooterLink, Page, Site, set_rule

MONEY = """{site.name} runs on one small machine in Ada’s cellar, between the preserves and the skates.

What it cost last year:

| What | Dollars |
|---|---:|
| The name and the line | 164 |
| Electricity | 71 |
| A new disk, after the flood | 89 |
| Stamps for the paper copies | 38 |

Forty-one people gave something, most of them ten dollars. What is left over waits for the next flood. Nobody is paid, and there are no
advertisements: we tried one, for gutters, and it drew more comments than the school budget.

To give something, follow *Subscribe or Donate* at the foot of any page, or leave it in the jar at the bakery.
"""
WINTER = """A list, so that we do not have the same argument in November again.

- Shall the night-shift group get the front page on storm days?
- Does anybody still want the paper copies?
- Mo would like a second moderator on Sundays.
"""


def play(people: dict[str, User], now: datetime) -> None:
    ada = people["ada"]

    def ago(days: float) -> datetime:
        return now - timedelta(days=days)

    Site.describe(by=ada, at=ago(41), tagline="News and recipes from up and down the valley")
    Site.describe(by=ada, at=ago(40), tagline="News, arguments and recipes from up and down the valley")
    calendar, minutes = (
        ("The valley’s calendar", "https://example.org/calendar"),
        ("Town meeting minutes", "https://example.org/minutes"),
    )
    FooterLink.objects.arrange([calendar], by=ada, at=ago(33))
    FooterLink.objects.arrange([calendar, minutes], by=ada, at=ago(12))
    money = Page.objects.start(by=ada, title="Who pays for this", slug="money", body=MONEY, at=ago(26))
    money.publish(by=ada, at=ago(25))
    money.list_in_footer(True, by=ada, at=ago(25))
    Page.objects.start(by=ada, title="Before the winter", slug="winter", body=WINTER, at=ago(3))
    set_rule("share.a_day", "4", by=ada, at=ago(19))  # and back: the demonstration keeps the numbers that a site comes with
    set_rule("share.a_day", "10", by=ada, at=ago(9))
    spam = ConductRule.objects.get(number=4)
    text = "Nothing is sold here. Lost cats and yard sales are welcome."
    spam.reword(by=ada, title=spam.title, text=text, at=ago(16))
