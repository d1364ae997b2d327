"""Who is asking: allauth's backend, whose look at the member's row is a prepared statement."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from core.prepared import Prepared

MEMBER = Prepared(lambda pk: User.objects.filter(pk=pk).order_by())


class MemberBackend(AuthenticationBackend):
    def get_user(self, user_id: Any) -> User | None:
        user = MEMBER.record(pk=int(user_id))
        return user if user is not None and self.user_can_authenticate(user) else None
