"""A site on which every kind of secret has a word of its own, and somebody of every role."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from comments.models import Comment, Lock, Place, Unsent, Waiting
from community.models import Page, set_rule
from core.errors import Refused
from diaries.models import Diary, HotlistEntry, PendingEdit, Picture, Poll, Rescue
from groups.models import Group, QueueEntry
from moderation.deeds import DEEDS, perform
from moderation.models import Appeal, ModerationAction, Redaction, Report
from notifications.models import Notification
from stream.feeds import token_of
from stream.models import Mute
from tests.access.secrets import WHAT, WORD

MINUTES, HOURS, DAYS = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
REMOVE = next(deed for deed in DEEDS if deed.verb == "remove")


class World:
    """people by role and name; public: the places of open things; places: for each secret those of the thing that holds it.

    A place is named after the noun of its addresses (`comments.pk`, `moderation/cases.pk`) or for all of them (`username`).
    """

    def __init__(self, member: Callable[..., User]) -> None:
        self.now, self.member = timezone.now(), member
        self.people: dict[str, User | None] = {"anonymous": None}
        self.words = dict(WORD)  # what is looked for: the word, or what the site itself has made
        self.places: dict[str, dict[str, Any]] = {}
        self.public: dict[str, Any] = {}
        for part in (
            self._cast, self._open_things, self._diaries, self._versions, self._comments, self._edits, self._waiting, self._rescues,
            self._own_things, self._group, self._queue, self._reports, self._appeal, self._log, self._site,
        ):  # fmt: skip
            part()

    def who(self, name: str) -> User:
        user = self.people[name]
        assert user
        return user

    def _cast(self) -> None:
        member = self.member
        for name, user in (
            ("newcomer", member("newt", days=0)), ("member", member("mia")), ("trusted", member("tess", "trusted")),
            ("rescuer", member("rolf", "rescuer")), ("contributor", member("cora")), ("editor", member("edda")),
            ("group admin", member("gina")), ("moderator", member("mo", "moderator")), ("administrator", member("ada", "administrator")),
            ("nina", member("nina", days=1)), ("rita", member("rita", "rescuer")), ("tina", member("tina", "trusted")),
            ("polly", member("polly", "moderator")), ("rae", member(WORD["who has reported something"])),
        ):  # fmt: skip
            self.people[name] = user
        for name in ("alice", "bob", "lou", "cleo"):
            self.people[name] = member(name)
        self.guards = [member(f"guard{n}", "trusted") for n in range(4)]
        self._hiders = iter(self.guards)

    def _diary(self, what: str, days: int, *, publish: bool = True, title: str = "", by: str = "alice") -> Diary:
        author, at = self.who(by), self.now - days * DAYS
        word = WORD.get(what, what)
        said = {"title": title or word, "intro": f"Intro {word}.", "body": f"Body {word}.", "tip": f"Tip {word}.", "tags": word}
        diary = Diary.objects.start(by=author, at=at, **said)
        if publish:
            diary.publish(by=author, at=at)
        return Diary.objects.get(pk=diary.pk)

    def _open_things(self) -> None:
        self.open = self._diary("ferry", 0, publish=False, title="The open diary")
        Poll.objects.write(self.open, question="Ferry or bridge?", choices=["Ferry", "Bridge"])
        self.open.publish(by=self.who("alice"), at=self.now - 2 * HOURS)
        self.open = Diary.objects.get(pk=self.open.pk)
        poll = Poll.objects.get(diary=self.open)
        assert poll.vote(by=self.member(WORD["who voted in a poll"]), choice=poll.choices.first())
        self.said = self.open.comments.post(by=self.who("bob"), body="An open comment.", at=self.now - HOURS)
        self.public = {
            "diaries.pk": self.open.pk, "diaries.slug": self.open.slug, "comments.pk": self.said.pk, "username": "alice",
            "tags.slug": "ferry", "version": 0,
        }  # fmt: skip

    def _diaries(self) -> None:
        alice, bob = self.who("alice"), self.who("bob")
        draft = self._diary("a draft", 1, publish=False)
        scheduled = self._diary("a scheduled diary", 1, publish=False)
        scheduled.schedule(self.now + 3 * DAYS, by=alice)
        back = self._diary("a diary taken back to the drafts", 3)
        under_back = back.comments.post(by=bob, body=WORD["a comment under a diary taken back"], at=self.now - 3 * DAYS)
        back.take_back(by=alice)
        removed = self._diary("a removed diary", 5)
        under_removed = removed.comments.post(by=bob, body=WORD["a comment under a removed diary"], at=self.now - 5 * DAYS)
        removed.remove(by=alice)
        for diary in (draft, scheduled, back, removed):
            self.places[WHAT[diary.title]] = self._parts(diary)
        self.places["a comment under a diary taken back"] = {"comments.pk": under_back.pk}
        self.places["a comment under a removed diary"] = {"comments.pk": under_removed.pk}

    @staticmethod
    def _parts(diary: Diary) -> dict[str, Any]:
        return {
            "diaries.pk": diary.pk, "diaries.slug": diary.slug, "version": diary.versions.first().pk, "tags.slug": diary.title,
        }  # fmt: skip

    def _versions(self) -> None:
        alice, word = self.who("alice"), WORD["an earlier version of a diary"]
        changed = self._diary("changed", 7)
        said = {"title": "Changed", "body": "", "tags": "Old"}
        changed.write(by=alice, intro=word, at=self.now - 6 * DAYS, **said)
        changed.write(by=alice, intro="New words.", at=self.now - 5 * DAYS, **said)
        old = changed.versions.filter(intro=word).first()
        self.places["an earlier version of a diary"] = {"diaries.pk": changed.pk, "diaries.slug": changed.slug, "version": old.pk}
        word = WORD["a pending edit of a published diary"]
        said = {"title": word, "intro": word, "body": word, "tags": word, "markup": "markdown"}
        PendingEdit.objects.keep(self.open, by=alice, token="pending", revision=0, **said)
        pending = {"diaries.pk": self.open.pk, "pending": PendingEdit.objects.get().pk}
        self.places["a pending edit of a published diary"] = pending

    def _say(self, what: str, by: str, parent: Comment | None = None, minutes: int = 40) -> Comment:
        word = WORD.get(what, what)
        said = self.open.comments.post(
            by=self.who(by), subject=word, body=word, parent=parent, at=self.now - minutes * MINUTES
        )  # fmt: skip
        self.places[what] = {"comments.pk": said.pk}
        return said

    def _comments(self) -> None:
        hidden = self._say("the text of a hidden comment", "bob")
        self._say("a reply below a hidden comment", "lou", parent=hidden)
        self._hide(hidden)
        self._say("the text of a deleted comment", "bob").delete(by=self.who("bob"))
        self._say("the text of a comment that a moderator removed", "bob").remove(by=self.who("moderator"), rule=1)

    def _hide(self, comment: Comment) -> None:
        for _ in range(2):  # each hides once: between two who hid each other nobody hides again
            Comment.objects.get(pk=comment.pk).hide(by=next(self._hiders), rule=3)

    def _edits(self) -> None:
        """Comments that said something else before, now hidden and deleted."""
        for what in ("an earlier text of a hidden comment", "an earlier text of a deleted comment"):
            said = self._say(what, "bob")
            said.edit(by=self.who("bob"), subject="Better", body="Said better.", at=self.now - 39 * MINUTES)
            if "hidden" in what:
                self._hide(said)
            else:
                Comment.objects.get(pk=said.pk).delete(by=self.who("bob"))

    def _waiting(self) -> None:
        set_rule("newcomers.approval", "1")
        word = WORD["a first comment that waits for a moderator"]
        with suppress(Refused):
            self.open.comments.post(by=self.who("nina"), subject=word, body=word)
        set_rule("newcomers.approval", "0")
        self.places["a first comment that waits for a moderator"] = {"moderation/waiting.pk": Waiting.objects.get().pk}

    def _rescues(self) -> None:
        rita, lou = self.who("rita"), self.who("lou")
        self.other = Diary.objects.start(by=lou, title="By the mill", intro="Words.", tags="Mill", at=self.now - 3 * HOURS)
        self.other.publish(by=lou, at=self.now - 3 * HOURS)
        rescue = Rescue.objects.nominate(self.other, by=rita, blurb="Good.", note=WORD["the private note of a rescue"])
        declined = Rescue.objects.nominate(self.open, by=rita, blurb="Fine.")
        declined.decline(by=self.who("rescuer"), reason=WORD["the reason of a declined rescue"])
        self.places["the private note of a rescue"] = {"rescue.pk": rescue.pk}
        self.places["the reason of a declined rescue"] = {"rescue.pk": declined.pk}

    def _own_things(self) -> None:
        """What members have for themselves alone."""
        alice, word = self.who("alice"), WORD["an unsent comment"]
        Unsent.objects.keep(by=alice, token="unsent", revision=0, place=lambda: Place(self.open), subject=word, body=word)
        self.places["an unsent comment"] = {"unsent.pk": Unsent.objects.get().pk}
        word = WORD["a picture that no published diary shows"]
        picture = Picture.objects.create(owner=alice, name=f"{'0' * 32}-8x8", digest="0" * 64, weight=1, alt=word)
        self.places["a picture that no published diary shows"] = {"pictures.pk": picture.pk}
        HotlistEntry.objects.hotlist(self.other, by=alice, note=WORD["the note of a hotlist entry"])
        invitation = Invitation.objects.invite(by=self.who("tina"))
        Invitation.objects.filter(pk=invitation.pk).update(code=WORD["the code of an invitation"])
        address = f"{WORD['an e-mail address']}@example.org"
        User.objects.filter(username="alice").update(email=address)
        alice.emailaddress_set.update(email=address)
        elsewhere, agent = Client(), WORD["where a member is logged in"]
        elsewhere.force_login(alice)
        key = elsewhere.session.session_key
        UserSession.objects.create(user=alice, ip="203.0.113.7", session_key=key, user_agent=agent)
        Mute.objects.mute(self.member(WORD["whom a member has muted"]), by=alice)
        alice.notifications.tell("comment", about=self.open, by=self.member(WORD["what a member was told"]))
        self.places["what a member was told"] = {"notifications.pk": Notification.objects.latest("pk").pk}
        self.words["the secret address of a stream"] = token_of(alice)
        until = self.now + 2 * MINUTES
        Lock.objects.create(user=self.member(WORD["who is locked out for posting too fast"]), since=self.now, until=until)

    def _group(self) -> None:
        gina = self.who("group admin")
        gina.grant("trusted")
        self.group = Group.objects.found(by=gina, name="River econ", description="Open to all.")
        gina.revoke("trusted")
        for name in ("contributor", "editor", "cleo"):
            self.group.invite(self.who(name), by=gina)
            self.group.accept(by=self.who(name))
        self.group.promote(self.who("editor"), to="editor", by=gina)
        self.group.join(by=self.who("bob"), words=WORD["the words of a request to join a group"])
        self.public |= {"slug": self.group.slug}
        self.places["the words of a request to join a group"] = {"groups.slug": self.group.slug, "username": "bob"}

    def _queue(self) -> None:
        cleo, gina = self.who("cleo"), self.who("group admin")
        back, declined = "the notes on a draft that was sent back", "a draft that a group declined"
        for what in ("a draft in the queue of a group", back, declined):
            diary = self._diary("returned" if what == back else what, 0, publish=False, by="cleo")
            entry = QueueEntry.objects.add(diary, self.group, by=cleo)
            if what == back:
                entry.send_back(by=gina, words=WORD[back])
            if what == declined:
                entry.decline(by=gina, words="Not for us.")
            self.places[what] = self._parts(diary) | ({} if what == declined else {"queue.pk": entry.pk})
        self.places["that a group declined something"] = {"queue.pk": entry.pk}  # which its editors go on seeing

    def _reports(self) -> None:
        """rae reports two things: one waits with her words, about the other nothing was done."""
        rae, lou = self.who("rae"), self.who("lou")
        at = self.now - 30 * MINUTES
        waits, dismissed = (self.open.comments.post(by=lou, body=f"Reported {n}.", at=at) for n in range(2))
        case = Report.objects.report(waits, by=rae, words=WORD["what a report says"]).case
        for what in ("what a report says", "who has reported something"):
            self.places[what] = {"moderation/cases.pk": case.pk}
        case = Report.objects.report(dismissed, by=rae).case
        case.dismiss(by=self.who("moderator"), reason=WORD["why nothing was done about a report"])
        self.places["why nothing was done about a report"] = {"moderation/cases.pk": case.pk}

    def _appeal(self) -> None:
        said = self.open.comments.post(by=self.who("bob"), body="Removed, and appealed.", at=self.now - 30 * MINUTES)
        case = perform(REMOVE, said, by=self.who("polly"), rule=1, reason="Off topic.").case
        assert case
        appeal = Appeal.objects.appeal(case, by=self.who("bob"), words=WORD["what an appeal says"])
        self.places["what an appeal says"] = {"moderation/appeals.pk": appeal.pk, "moderation/cases.pk": case.pk}

    def _log(self) -> None:
        mo, word = self.who("moderator"), WORD["words blacked out in the log"]
        line = ModerationAction.objects.record("warn", by=mo, member=self.who("bob"), rule=1, reason=f"He lives at {word}.")
        Redaction.objects.redact(line, by=mo, words=[word], reason="An address.", rule=1)
        self.public |= {"moderation/log.pk": line.pk}
        self.places["words blacked out in the log"] = {"moderation/log.pk": line.pk}

    def _site(self) -> None:
        """What administrators change, beside the drafts of their pages."""
        ada, word = self.who("administrator"), WORD["an unpublished page"]
        page = Page.objects.start(by=ada, title=word, body=word, slug="plans")
        version = page.versions.get().pk
        self.places["an unpublished page"] = {"about.slug": "plans", "administration.slug": "plans", "administration.pk": version}
        self.public |= {
            "about.slug": "faq", "administration.slug": "plans", "administration.pk": version, "administration.username": "mo",
            "administration.name": "hiding.a_day", "administration.number": 3, "role": "moderator",
        }  # fmt: skip
