"""How much a group shows: in a row of its own, so that counting never waits for those who change the group."""

from django.db import models


class Tally(models.Model):
    """Derived, both columns, by groups.models.republication alone. Of all rows that an act locks this is the last."""

    group = models.OneToOneField("groups.Group", on_delete=models.CASCADE, related_name="tally", primary_key=True)
    diaries = models.PositiveIntegerField(default=0, editable=False)
    activity = models.FloatField(default=0, editable=False)  # see groups.models.republication.activity_of

    class Meta:
        indexes = [
            models.Index(fields=["-activity", "-diaries"], name="groups_active"),
            models.Index(fields=["-diaries", "-activity"], name="groups_prolific"),
        ]

    def __str__(self) -> str:
        return f"{self.diaries} in group {self.group_id}"
