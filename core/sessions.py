"""Sessions in the database, read by one prepared statement: every page of a member begins with it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.prepared import Prepared

STANDING = Prepared(
    lambda text_key, at: Session.objects.filter(session_key=text_key, expire_date__gt=at).values_list("session_data").order_by()
)


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        found = STANDING.first(text_key=self.session_key, at=timezone.now())
        if found is None:
            self._session_key = None
            return {}
        return self.decode(found[0])
