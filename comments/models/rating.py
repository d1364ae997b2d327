"""Ratings: a member recommends a comment, a trusted user hides one."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from community.models import ConductRule, rule
from core.prepared import Prepared
from core.statements import put


class Kind(models.TextChoices):
    RECOMMEND = "recommend", "recommend"
    HIDE = "hide", "hide"


class RatingQuerySet(models.QuerySet["Rating"]):
    def standing(self) -> "RatingQuerySet":
        """Given, not withdrawn, and not voided by a moderator."""
        return self.filter(withdrawn_at=None, voiding=None)

    def counted(self) -> "RatingQuerySet":
        """Standing ratings of this site; those an import brought along are names beside carried-over figures."""
        return self.standing().filter(carried=False)

    def rerender(self) -> None:
        """Make the markup of the rated comments anew: their raters' name has changed."""
        for rating in (
            self.standing().select_related("comment__author", "comment__diary", "comment__parent").iterator(chunk_size=500)
        ):
            rating.comment.keep_markup()


class Rating(models.Model):
    """One member's rating of one comment. Withdrawing leaves the row; recommending again takes it up again."""

    comment = models.ForeignKey("comments.Comment", on_delete=models.PROTECT, related_name="ratings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ratings")
    kind = models.CharField(max_length=9, choices=Kind)
    rule = models.ForeignKey(ConductRule, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    carried = models.BooleanField(default=False)
    voiding = models.ForeignKey("comments.Voiding", null=True, on_delete=models.PROTECT, related_name="ratings")

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "user", "kind"], name="a_kind_of_rating_once"),
            models.UniqueConstraint(fields=["comment", "user"], condition=Q(withdrawn_at=None), name="one_standing_rating"),
            models.CheckConstraint(
                condition=~Q(kind="hide") | Q(rule__isnull=False) | Q(carried=True), name="a_hide_names_its_rule"
            ),
        ]
        indexes = [models.Index(fields=["user", "kind", "-at"]), models.Index(fields=["user", "comment"], name="ratings_of_member")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.comment}"

    def give(self) -> None:
        """Let it stand; who has given it before and withdrawn it takes it up again."""
        put(self, onto=("comment_id", "user_id", "kind"), changing=("at", "rule_id", "withdrawn_at"))


# Of one comment: what everybody has given that stands, and what one member has, be it voided.
STANDING = Prepared(
    lambda comment: Rating.objects.standing().filter(comment=comment).order_by("at", "pk")
    .values_list("carried", "kind", "user__username", "user__name")
)  # fmt: skip
OWN = Prepared(
    lambda comment, me: Rating.objects.filter(comment=comment, user=me, withdrawn_at=None).order_by().values_list("kind", "voiding")
)


def is_hidden(recommends: int, hides: int, *, at: datetime | None = None) -> bool:
    """The hiding rule: R0 H2, R1 H4, R2 H7, R3 H10, R10 H31."""
    return hides >= max(rule("hiding.least", at=at), rule("hiding.per_recommend", at=at) * recommends + 1)


def recommends_to_return(recommends: int, hides: int) -> int | None:
    """How many recommendations a comment lacks for coming back; None where none can bring it back."""
    each = int(rule("hiding.per_recommend"))
    if hides < rule("hiding.least"):
        return 0
    return max(0, (hides - 1) // each + 1 - recommends) if each else None
