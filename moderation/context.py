"""What a warned member's pages know: nothing is looked up unless the member's own row says that there is something."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from moderation.models import Acknowledgement


def warnings(request: HttpRequest) -> dict[str, Any]:
    """The warnings to show, for templates that ask `user.has_notice` first."""
    user = getattr(request, "user", None)
    return {"warnings": SimpleLazyObject(lambda: list(Acknowledgement.objects.waiting_for(user)))}
