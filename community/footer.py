"""The operator's own links at the foot of every page."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction

from community.change import Change, require_seen
from community.known import known

MOST = 8
Links = list[tuple[str, str]]  # (words, address)


def check_address(address: str) -> None:
    """Of this site (`/about/`), or of another by https, http or mail. Raises ValidationError in words."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    own = address.startswith("/") and not address.startswith(("//", "/\\"))
    other = parts.scheme in ("http", "https") and bool(parts.hostname)
    mail = parts.scheme == "mailto" and "@" in parts.path
    if not (own or other or mail) or any(each.isspace() or not each.isprintable() or each in "\\<>\"'" for each in address):
        raise ValidationError("Write an address like https://example.org/, /about/, or mailto:us@example.org.")


class FooterLinkManager(models.Manager["FooterLink"]):
    def shown(self) -> Links:
        return known("footer", self.now)

    def now(self) -> Links:
        return list(self.values_list("text", "address"))

    @transaction.atomic
    def arrange(self, links: Links, *, by: Any = None, seen: str | None = None, at: datetime | None = None) -> None:
        """These links, in this order, and no others. Raises Refused when they are not as they were seen."""
        before = list(self.select_for_update().values_list("text", "address"))
        require_seen(seen, before)
        if before == links:
            return
        self.all().delete()
        self.bulk_create(self.model(text=text, address=address, position=place) for place, (text, address) in enumerate(links, 1))
        Change.objects.note("the footer’s links", _listed(before), _listed(links), by=by, at=at)


def _listed(links: Links) -> str:
    return "\n".join(f"{text}: {address}" for text, address in links)


class FooterLink(models.Model):
    text = models.CharField(max_length=60)
    address = models.CharField(max_length=300, validators=[check_address])
    position = models.PositiveSmallIntegerField(unique=True)

    objects = FooterLinkManager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text
