"""What a comment said before it was edited."""

from django.db import models
from django.utils import timezone

LONGEST_SUBJECT = 80


class Edit(models.Model):
    """What a comment said before it was edited."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.PROTECT, related_name="edits")
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    body = models.TextField()
    body_html = models.TextField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return f"{self.comment} until {self.until}"
