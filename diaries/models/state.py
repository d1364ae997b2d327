"""What a diary can be, and what it can be written in."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "draft"
    SCHEDULED = "scheduled", "scheduled"
    PUBLISHED = "published", "published"
    REMOVED = "removed", "removed"


class Markup(models.TextChoices):
    MARKDOWN = "markdown", "Markdown"
    HTML = "html", "HTML"
