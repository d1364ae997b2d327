"""What a diary can be, what it can be written in, and how its address cannot end."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "draft"
    SCHEDULED = "scheduled", "scheduled"
    QUEUED = "queued", "queued in a group"
    PUBLISHED = "published", "published"
    REMOVED = "removed", "removed"


class Markup(models.TextChoices):
    MARKDOWN = "markdown", "Markdown"
    HTML = "html", "HTML"


# The acts and pages of a diary stand below its number, beside its own page.
RESERVED_SLUGS = frozenset(
    (
        "close comments edit feed fold history hotlist lock moderate new nominate open preferences preview publish put-back read recommend recommenders "
        "remove report republish rescue restore retag schedule share since tags take-down unhotlist unlock unrecommend unschedule update updates version "
        "versions vote why write"
    ).split()
)
