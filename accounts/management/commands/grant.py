"""How a site gets its first administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Role, User
from core.errors import Refused


def user_words(role: str) -> str:
    """`moderator`: how the public log names it."""
    return Role(role).label


class Command(BaseCommand):
    help = "Entrust a member with a role: grant NAME administrator"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--revoke", action="store_true", help="take it back instead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.named(options["name"])
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody here is named {options['name']!r}. They sign up first, then you grant.") from error
        act, word = (user.revoke, "no longer has") if options["revoke"] else (user.grant, "has")
        if (options["role"] in user.roles) == options["revoke"]:
            try:
                act(options["role"])
            except Refused as refusal:
                raise CommandError(str(refusal)) from refusal
            kind = "revoke" if options["revoke"] else "grant"
            user.moderation_lines.record(kind, what=user_words(options["role"]), reason="By the operator, at the machine.")
        self.stdout.write(f"{user} {word} the role {options['role']}.")
