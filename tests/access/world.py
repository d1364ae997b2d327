"""A site on which every kind of secret has a word of its own, and somebody of every role.

SEES is written out by hand from the rules, not taken from what the site answers.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.models import Invitation, User
from comments.models import Comment, Place, Unsent, Waiting
from community.models import Page, set_rule
from diaries.models import Ballot, Diary, HotlistEntry, PendingEdit, Poll, Rescue
from groups.models import Group
from moderation.models import ModerationAction, Redaction

ROLES = (
    "anonymous", "newcomer", "member", "trusted", "rescuer", "contributor", "editor", "group admin", "moderator", "administrator",
)  # fmt: skip
STAFF = {"moderator", "administrator"}
READS_HIDDEN = {"trusted", *STAFF}
DESK = {"rescuer", *STAFF}


class Secret(NamedTuple):
    """One kind of secret: its word, which roles may read it, whose it is, and the page on which its owner does."""

    what: str
    sees: frozenset[str]
    owner: str
    at: str

    @property
    def word(self) -> str:
        return "kanarie" + "".join(letter for letter in self.what if letter.isalpha())


def _secret(what: str, sees: set[str] = frozenset(), owner: str = "", at: str = "") -> Secret:  # type: ignore[assignment]
    return Secret(what, frozenset(sees), owner, at)


SECRETS = (
    _secret("a draft", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a scheduled diary", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a diary taken back to the drafts", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a removed diary", STAFF, "alice", "/diaries/%(pk)s/%(slug)s/"),
    _secret("a comment under a removed diary", STAFF, "bob", "/people/%(username)s/comments/"),
    _secret("an earlier version of a diary", STAFF, "alice", "/diaries/%(pk)s/versions/%(version)s/"),
    _secret("a pending edit of a published diary", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("the text of a hidden comment", READS_HIDDEN, "bob", "/comments/%(pk)s/"),
    _secret("a reply below a hidden comment", READS_HIDDEN, "lou", "/comments/%(pk)s/"),
    _secret("the text of a deleted comment"),
    _secret("the text of a comment that a moderator removed", STAFF, "bob", "/comments/%(pk)s/"),
    _secret("a first comment that waits for a moderator", STAFF, "nina", "/diaries/%(pk)s/%(slug)s/"),
    _secret("an unsent comment", owner="alice", at="/drafts/"),
    _secret("the note of a hotlist entry", owner="alice", at="/hotlist/"),
    _secret("the private note of a rescue", DESK),
    _secret("the reason of a declined rescue", DESK),
    _secret("an e-mail address", owner="alice", at="/accounts/email/"),
    _secret("the words of a request to join a group", {"group admin"}),
    _secret("words blacked out in the log", {"administrator"}),
    _secret("the code of an invitation", owner="tina", at="/accounts/invitations/"),
    _secret("who voted in a poll"),
    _secret("an unpublished page", {"administrator"}, "administrator", "/administration/pages/%(slug)s/"),
)
# These ask for everything; the others differ from one of them only where their own desks, groups and logs are.
THOROUGH = ("anonymous", "member", "trusted", "moderator")
WORD = {secret.what: secret.word for secret in SECRETS}


class World:
    """people by role and name; places: for each secret thing the parts of its addresses; public: those of open things."""

    def __init__(self, member: Callable[..., User]) -> None:
        self.now = timezone.now()
        self.people: dict[str, User | None] = {"anonymous": None}
        for name, user in (
            ("newcomer", member("newt", days=0)), ("member", member("mia")), ("trusted", member("tess", "trusted")),
            ("rescuer", member("rolf", "rescuer")), ("contributor", member("cora")), ("editor", member("edda")),
            ("group admin", member("gina")), ("moderator", member("mo", "moderator")), ("administrator", member("ada", "administrator")),
        ):  # fmt: skip
            self.people[name] = user
        for name in ("alice", "bob", "lou"):
            self.people[name] = member(name)
        self.people["nina"] = member("nina", days=1)
        self.people["rita"] = member("rita", "rescuer")
        self.people["tina"] = member("tina", "trusted")
        self.guards = [member(f"guard{n}", "trusted") for n in range(2)]
        self.voter = member(WORD["who voted in a poll"])
        address = f"{WORD['an e-mail address']}@example.org"
        User.objects.filter(username="alice").update(email=address)
        self.who("alice").emailaddress_set.update(email=address)
        self.places: dict[str, dict[str, Any]] = {}
        self.public: dict[str, Any] = {}
        self.build()

    def who(self, name: str) -> User:
        user = self.people[name]
        assert user
        return user

    def build(self) -> None:
        self._open_things()
        self._diaries()
        self._comments()
        self._notes()
        self._group()
        self._log()
        self._site()

    def _diary(self, what: str, days: int, *, publish: bool = True, title: str = "") -> Diary:
        alice, at = self.who("alice"), self.now - timedelta(days=days)
        word = WORD.get(what, what)
        said = {"title": title or word, "intro": f"Intro {word}.", "body": f"Body {word}.", "tip": f"Tip {word}.", "tags": word}
        diary = Diary.objects.start(by=alice, at=at, **said)
        if publish:
            diary.publish(by=alice, at=at)
        return Diary.objects.get(pk=diary.pk)

    def _open_things(self) -> None:
        self.open = self._diary("ferry", 0, publish=False, title="The open diary")
        Poll.objects.write(self.open, question="Ferry or bridge?", choices=["Ferry", "Bridge"])
        self.open.publish(by=self.who("alice"), at=self.now - timedelta(hours=2))
        self.open = Diary.objects.get(pk=self.open.pk)
        poll = Poll.objects.get(diary=self.open)
        poll.vote(by=self.voter, choice=poll.choices.first())
        assert Ballot.objects.count() == 1
        self.said = self.open.comments.post(by=self.who("bob"), body="An open comment.", at=self.now - timedelta(hours=1))
        self.public = {
            "diaries.pk": self.open.pk, "diaries.slug": self.open.slug, "comments.pk": self.said.pk, "username": "alice", "tags.slug": "ferry",
            "version": 0,
        }  # fmt: skip

    def _diaries(self) -> None:
        alice, bob = self.who("alice"), self.who("bob")
        draft = self._diary("a draft", 1, publish=False)
        scheduled = self._diary("a scheduled diary", 1, publish=False)
        scheduled.schedule(self.now + timedelta(days=3), by=alice)
        back = self._diary("a diary taken back to the drafts", 3)
        back.take_back(by=alice)
        removed = self._diary("a removed diary", 5)
        below = removed.comments.post(by=bob, body=WORD["a comment under a removed diary"], at=self.now - timedelta(days=5))
        removed.remove(by=alice)
        for diary in (draft, scheduled, back, removed):
            self.places[WORD_OF[diary.title]] = {
                "diaries.pk": diary.pk, "diaries.slug": diary.slug, "version": diary.versions.first().pk, "tags.slug": diary.title,
                "comments.pk": diary.comments.values_list("pk", flat=True).first() or 0,
            }  # fmt: skip
        self.places["a comment under a removed diary"] = {"comments.pk": below.pk}
        changed = self._diary("changed", 7)
        changed.write(
            by=alice,
            title="Changed",
            intro=WORD["an earlier version of a diary"],
            body="",
            tags="Old",
            at=self.now - timedelta(days=6),
        )
        changed.write(by=alice, title="Changed", intro="New words.", body="", tags="Old", at=self.now - timedelta(days=5))
        old = changed.versions.filter(intro=WORD["an earlier version of a diary"]).first()
        self.places["an earlier version of a diary"] = {"diaries.pk": changed.pk, "diaries.slug": changed.slug, "version": old.pk}
        word = WORD["a pending edit of a published diary"]
        said = {"title": word, "intro": word, "body": word, "tags": word, "markup": "markdown"}
        PendingEdit.objects.keep(self.open, by=alice, token="pending", revision=0, **said)
        self.places["a pending edit of a published diary"] = {"diaries.pk": self.open.pk, "pending": PendingEdit.objects.get().pk}

    def _comments(self) -> None:
        bob, lou, nina, at = self.who("bob"), self.who("lou"), self.who("nina"), self.now - timedelta(minutes=40)
        hidden = self.open.comments.post(
            by=bob, subject=WORD["the text of a hidden comment"], body=WORD["the text of a hidden comment"], at=at
        )
        below = self.open.comments.post(by=lou, body=WORD["a reply below a hidden comment"], parent=hidden, at=at)
        hidden = Comment.objects.get(pk=hidden.pk)
        for guard in self.guards:
            hidden.hide(by=guard, rule=3)
        deleted = self.open.comments.post(by=bob, body=WORD["the text of a deleted comment"], at=at)
        deleted.delete(by=bob)
        removed = self.open.comments.post(by=bob, body=WORD["the text of a comment that a moderator removed"], at=at)
        removed.remove(by=self.who("moderator"), rule=1)
        set_rule("newcomers.approval", "1")
        word = WORD["a first comment that waits for a moderator"]
        try:
            self.open.comments.post(by=nina, subject=word, body=word)
        except Exception as waits:
            assert "waits" in str(waits)
        set_rule("newcomers.approval", "0")
        self.places["the text of a hidden comment"] = {"comments.pk": hidden.pk}
        self.places["a reply below a hidden comment"] = {"comments.pk": below.pk}
        self.places["the text of a deleted comment"] = {"comments.pk": deleted.pk}
        self.places["the text of a comment that a moderator removed"] = {"comments.pk": removed.pk}
        self.places["a first comment that waits for a moderator"] = {"moderation.pk": Waiting.objects.get().pk}
        said = {"subject": WORD["an unsent comment"], "body": WORD["an unsent comment"]}
        Unsent.objects.keep(by=self.who("alice"), token="unsent", revision=0, place=lambda: Place(self.open), **said)
        self.places["an unsent comment"] = {"unsent.pk": Unsent.objects.get().pk}

    def _notes(self) -> None:
        alice, rita, rolf = self.who("alice"), self.who("rita"), self.who("rescuer")
        other = Diary.objects.start(
            by=self.who("lou"), title="By the mill", intro="Words.", tags="Mill", at=self.now - timedelta(hours=3)
        )
        other.publish(by=self.who("lou"), at=self.now - timedelta(hours=3))
        HotlistEntry.objects.hotlist(other, by=alice, note=WORD["the note of a hotlist entry"])
        rescue = Rescue.objects.nominate(other, by=rita, blurb="Good.", note=WORD["the private note of a rescue"])
        declined = Rescue.objects.nominate(self.open, by=rita, blurb="Fine.")
        declined.decline(by=rolf, reason=WORD["the reason of a declined rescue"])
        self.places["the private note of a rescue"] = {"rescue.pk": rescue.pk}
        invitation = Invitation.objects.invite(by=self.who("tina"))
        Invitation.objects.filter(pk=invitation.pk).update(code=WORD["the code of an invitation"])

    def _group(self) -> None:
        gina = self.who("group admin")
        gina.grant("trusted")
        self.group = Group.objects.found(by=gina, name="River econ", description="Open to all.")
        gina.revoke("trusted")
        for role in ("contributor", "editor"):
            self.group.invite(self.who(role), by=gina)
            self.group.accept(by=self.who(role))
        self.group.promote(self.who("editor"), to="editor", by=gina)
        self.group.join(by=self.who("bob"), words=WORD["the words of a request to join a group"])
        self.public |= {"slug": self.group.slug}
        self.places["the words of a request to join a group"] = {"groups.slug": self.group.slug, "username": "bob"}

    def _log(self) -> None:
        mo = self.who("moderator")
        line = ModerationAction.objects.record(
            "warn", by=mo, member=self.who("bob"), rule=1, reason=f"He lives at {WORD['words blacked out in the log']}."
        )
        Redaction.objects.redact(line, by=mo, words=[WORD["words blacked out in the log"]], reason="An address.", rule=1)
        self.public |= {"moderation.pk": line.pk}
        self.places["words blacked out in the log"] = {"moderation.pk": line.pk}

    def _site(self) -> None:
        """What administrators change, beside the drafts of their pages."""
        ada, word = self.who("administrator"), WORD["an unpublished page"]
        page = Page.objects.start(by=ada, title=word, body=word, slug="plans")
        self.places["an unpublished page"] = {
            "about.slug": "plans",
            "administration.slug": "plans",
            "administration.pk": page.versions.get().pk,
        }
        self.public |= {
            "about.slug": "faq", "administration.slug": "plans", "administration.pk": page.versions.get().pk, "administration.username": "mo",
            "administration.name": "hiding.a_day", "administration.number": 3, "role": "moderator",
        }  # fmt: skip


WORD_OF = {word: what for what, word in WORD.items()}
