"""Who may read what. Written out by hand from the rules, not taken from what the site answers."""

from typing import NamedTuple

ROLES = (
    "anonymous", "newcomer", "member", "trusted", "rescuer", "contributor", "editor", "group admin", "moderator", "administrator",
)  # fmt: skip
STAFF = {"moderator", "administrator"}
READS_HIDDEN = {"trusted", *STAFF}
DESK = {"rescuer", *STAFF}
EDITORS = {"editor", "group admin"}


class Secret(NamedTuple):
    """One kind of secret: which roles may read it, whose it is, and the page on which its owner does."""

    what: str
    sees: frozenset[str]
    owner: str
    at: str

    @property
    def word(self) -> str:
        """What stands in it, and nowhere else."""
        return "kanarie" + "".join(letter for letter in self.what if letter.isalpha())


def _secret(what: str, sees: set[str] = frozenset(), owner: str = "", at: str = "") -> Secret:  # type: ignore[assignment]
    return Secret(what, frozenset(sees), owner, at)


SECRETS = (
    _secret("a draft", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a scheduled diary", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a diary taken back to the drafts", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a comment under a diary taken back", owner="bob", at="/people/%(username)s/comments/"),
    _secret("a removed diary", STAFF, "alice", "/diaries/%(pk)s/%(slug)s/"),
    _secret("a comment under a removed diary", STAFF, "bob", "/people/%(username)s/comments/"),
    _secret("an earlier version of a diary", STAFF, "alice", "/diaries/%(pk)s/versions/%(version)s/"),
    _secret("a pending edit of a published diary", owner="alice", at="/diaries/%(pk)s/edit/"),
    _secret("a draft in the queue of a group", EDITORS, "cleo", "/queue/%(pk)s/"),
    _secret("the notes on a draft that was sent back", EDITORS, "cleo", "/queue/%(pk)s/"),
    _secret("a draft that a group declined", owner="cleo", at="/diaries/%(pk)s/edit/"),
    _secret("the text of a hidden comment", READS_HIDDEN, "bob", "/comments/%(pk)s/"),
    _secret("an earlier text of a hidden comment", READS_HIDDEN, "bob", "/comments/%(pk)s/edits/"),
    _secret("a reply below a hidden comment", READS_HIDDEN, "lou", "/comments/%(pk)s/"),
    _secret("the text of a deleted comment"),
    _secret("an earlier text of a deleted comment"),
    _secret("the text of a comment that a moderator removed", STAFF, "bob", "/comments/%(pk)s/"),
    _secret("a first comment that waits for a moderator", STAFF, "nina", "/diaries/%(pk)s/%(slug)s/"),
    _secret("a picture that no published diary shows", owner="alice", at="/pictures/"),
    _secret("an unsent comment", owner="alice", at="/drafts/"),
    _secret("the note of a hotlist entry", owner="alice", at="/hotlist/"),
    _secret("the private note of a rescue", DESK),
    _secret("the reason of a declined rescue", DESK),
    _secret("an e-mail address", owner="alice", at="/accounts/email/"),
    _secret("where a member is logged in", owner="alice", at="/accounts/sessions/"),
    _secret("whom a member has muted", owner="alice", at="/stream/mutes/"),
    _secret("what a member was told", owner="alice", at="/notifications/"),
    _secret("the secret address of a stream", owner="alice", at="/stream/feed/"),
    _secret("the words of a request to join a group", {"group admin"}),
    _secret("what a report says", STAFF, "rae", "/moderation/reports/"),
    _secret("who has reported something", STAFF, "rae", "/moderation/reports/"),
    _secret("why nothing was done about a report", STAFF, "rae", "/moderation/reports/"),
    _secret("what an appeal says", STAFF, "bob", "/moderation/mine/"),
    _secret("who is locked out for posting too fast", STAFF),
    _secret("words blacked out in the log", {"administrator"}),
    _secret("the code of an invitation", owner="tina", at="/accounts/invitations/"),
    _secret("who voted in a poll"),
    _secret("an unpublished page", {"administrator"}, "administrator", "/administration/pages/%(slug)s/"),
)
WORD = {secret.what: secret.word for secret in SECRETS}
WHAT = {secret.word: secret.what for secret in SECRETS}
SEES = {secret.what: secret.sees for secret in SECRETS}
# Secrets on something that everybody sees, or that shows more to some than to others: its address says nothing about them.
ON_OPEN_THINGS = {
    "an earlier version of a diary", "a pending edit of a published diary", "the text of a deleted comment",
    "an earlier text of a deleted comment", "the text of a comment that a moderator removed",
    "the words of a request to join a group", "words blacked out in the log",
}  # fmt: skip
