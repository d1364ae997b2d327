"""Appeals that nobody decides lapse by themselves: asked by whatever publishes scheduled diaries (diaries.schedule)."""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from moderation.models import Appeal

log = logging.getLogger("rostrum.moderation")


def lapse_due(*, at: datetime | None = None) -> int:
    """Let lapse what is due, however long ago; returns how many. One that fails holds up no other."""
    at = at or timezone.now()
    lapsed = 0
    for appeal in Appeal.objects.due(at).select_related("case__member"):
        try:
            lapsed += appeal.lapse_if_due(at=at)
        except DatabaseError:
            raise
        except Exception:
            log.exception("Appeal %s could not lapse; it is tried again", appeal.pk)
    return lapsed
