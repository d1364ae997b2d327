"""The numbers this site keeps: their names, defaults and bounds. /about/rules/ is generated from here."""

from dataclasses import dataclass

Number = int | float


@dataclass(frozen=True)
class Rule:
    """One number of the house. `unit` is what the reader sees after it; bounds are inclusive."""

    name: str
    default: Number
    unit: str
    lowest: Number
    highest: Number
    meaning: str

    @property
    def section(self) -> str:
        return self.name.partition(".")[0]

    def parse(self, text: str) -> Number:
        """The value a person typed. Raises ValueError with a sentence that says what is possible."""
        kind = type(self.default)
        try:
            value = kind(text.strip())
        except ValueError:
            value = None
        if value is None or not self.lowest <= value <= self.highest:
            what = "a whole number" if kind is int else "a number"
            raise ValueError(f"{self.name} takes {what} from {self.lowest} to {self.highest}, not {text.strip()!r}.")
        return value


_ALL = [
    Rule("newcomers.first_comment", 0, "hours", 0, 720, "A new member may comment this long after joining."),
    Rule("newcomers.first_diary", 0, "days", 0, 90, "A new member may publish a diary this long after joining."),
    Rule("newcomers.messages", 7, "days", 0, 90, "A new member may write messages this long after joining."),
    Rule("newcomers.week", 7, "days", 0, 90, "For so long the two numbers below hold for a new member; 0 is never."),
    Rule("newcomers.links", 2, "links", 0, 1000, "A comment or diary of a new member holds at most so many links."),
    Rule(
        "newcomers.approval",
        0,
        "comments",
        0,
        100,
        "So many first comments of a new member wait until a moderator lets them through; 0 is none.",
    ),
    Rule(
        "invitations.a_week", 5, "invitations", 0, 1000, "A trusted user may invite so many people in seven days. Staff may more."
    ),
    Rule("invitations.days", 14, "days", 1, 365, "An invitation is good for so long."),
    Rule(
        "diaries.a_day",
        1,
        "diaries",
        0,
        100,
        "A member may publish so many diaries in one calendar day; 0 is no limit. Moderators are exempt.",
    ),
    Rule("diaries.versions", 20, "versions", 1, 200, "So many earlier versions of a diary are kept."),
    Rule("diaries.merge_saves", 2, "seconds", 0, 600, "Saves closer together than this are one version."),
    Rule("diaries.merge_autosaves", 10, "minutes", 0, 240, "What is saved by itself while one types is one version for so long."),
    Rule("diaries.archive_after", 31, "days", 0, 3650, "After this a diary takes no new comments; 0 is never."),
    Rule("diaries.on_a_page", 20, "diaries", 5, 100, "A list shows so many diaries on a page."),
    Rule("pictures.a_day", 50, "pictures", 0, 10_000, "A member may add so many pictures in any 24 hours; 0 is no limit."),
    Rule("pictures.megabytes", 10, "MB", 1, 15, "A picture is at most this large when it is sent; it is kept smaller."),
    Rule("pictures.megapixels", 40, "megapixels", 1, 100, "A picture has at most so many pixels when it is sent."),
    Rule("pictures.keep", 30, "days", 1, 3650, "A picture that stands in no text is kept for so long after it was added."),
    Rule("polls.choices", 15, "choices", 1, 100, "A poll has at most so many choices."),
    Rule("share.a_day", 10, "e-mails", 0, 1000, "A member may send so many diaries by e-mail in any 24 hours; 0 is none."),
    Rule("tags.a_diary", 20, "tags", 1, 100, "A diary carries at most so many tags."),
    Rule(
        "tags.an_hour",
        60,
        "changes",
        0,
        10_000,
        "A member may change the tags of published diaries so often within an hour; 0 is no limit.",
    ),
    Rule("tags.top", 150, "tags", 10, 1000, "The cloud shows at most so many tags,"),
    Rule("tags.top_least", 10, "diaries", 1, 1000, "each on at least so many diaries; a young site shows those that there are."),
    Rule(
        "comments.edit_window", 10, "minutes", 0, 1440, "A comment may be edited for so long, or until its first reply or rating."
    ),
    Rule(
        "comments.unsent",
        90,
        "days",
        15,
        3650,
        "An unsent comment is kept for so long after its last change; its writer is warned 14 days before.",
    ),
    Rule("comments.same_text", 60, "seconds", 0, 3600, "The same text to the same parent within this time is one comment."),
    Rule(
        "throttle.comments",
        10,
        "comments",
        0,
        10_000,
        "More comments than this within the window lock their author out for a while; 0 is no limit.",
    ),
    Rule("throttle.window", 10, "minutes", 1, 1440, "The window in which comments are counted."),
    Rule("throttle.lock", 2, "minutes", 1, 1440, "The first lock; every further try doubles it."),
    Rule("throttle.longest", 300, "minutes", 1, 10_080, "No lock is longer."),
    Rule("live.within", 20, "seconds", 5, 600, "New comments arrive in pages that are open within this time."),
    Rule("limits.ratings", 300, "recommendations", 0, 100_000, "A member gives at most so many in ten minutes; 0 is no limit."),
    Rule("limits.saves", 120, "saves", 10, 100_000, "What a member types is saved by itself at most so often in a minute."),
    Rule("limits.sign_up", 20, "tries", 0, 10_000, "From one address so many people can try to join in a minute,"),
    Rule("limits.sign_up_a_day", 200, "tries", 0, 100_000, "and so many in a day; 0 is no limit."),
    Rule(
        "limits.search", 60, "searches", 0, 10_000, "A member, or an address, searches at most so often in a minute; 0 is no limit."
    ),
    Rule("ratings.window", 24, "hours", 1, 8760, "A comment can be rated for so long after it was posted."),
    Rule("hiding.a_day", 5, "hides", 0, 1000, "A trusted user may hide so many comments in any 24 hours."),
    Rule("hiding.least", 2, "hides", 1, 100, "Never fewer hides than this hide a comment."),
    Rule(
        "hiding.per_recommend",
        3,
        "hides",
        0,
        100,
        "Every recommendation outweighs so many hides: hidden when hides >= max(least, this x recommends + 1).",
    ),
    Rule("hiding.branch", 24, "hours", 0, 8760, "Nobody hides in a branch in which they have posted within this time."),
    Rule("hiding.feud", 7, "days", 0, 365, "Nobody hides a comment of somebody whom they hid, or who hid them, within this time."),
    Rule("mojo.comments", 30, "comments", 1, 1000, "Mojo looks at the newest rated comments, so many of them."),
    Rule("trust.mojo", 3.5, "mojo", 0.0, 4.0, "A trusted user has at least this mojo,"),
    Rule("trust.comments", 10, "rated comments", 0, 10_000, "at least so many rated comments,"),
    Rule("trust.age", 90, "days", 0, 3650, "and an account at least this old."),
    Rule(
        "recommended.half_life",
        45,
        "minutes",
        1,
        10_080,
        "A recommendation counts half after this time, a quarter after twice this time, and so on.",
    ),
    Rule("recommended.window", 24, "hours", 1, 168, "Only diaries published within this time can be on the recommended list."),
    Rule("recommended.length", 12, "diaries", 1, 100, "The recommended list has so many places."),
    Rule("guard.lookback", 30, "days", 1, 365, "The collusion guard looks at the recommendations of this time."),
    Rule(
        "guard.doubt",
        1.0,
        "recommendations",
        0.0,
        100.0,
        "So many recommendations from nowhere are added for everybody, in doubt in their favour.",
    ),
    Rule("guard.whole", 0.3, "", 0.05, 1.0, "Who covers so much more of each other than of everybody is wholly tied."),
    Rule("guard.free", 0.5, "", 0.0, 1.0, "Up to here a closed circle costs nothing (0 is open to everybody, 1 is quite closed),"),
    Rule("guard.full", 0.6, "", 0.0, 1.0, "from here on a recommendation within it weighs the least,"),
    Rule("guard.least", 0.05, "of its weight", 0.001, 1.0, "which is so much."),
    Rule(
        "rescue.window",
        48,
        "hours",
        1,
        168,
        "The rescue desk looks at the diaries of this time; a nomination waits for its second as long.",
    ),
    Rule("rescue.readers", 2, "rescuers", 1, 20, "So many rescuers are wanted as readers of every diary."),
    Rule(
        "rescue.claim", 30, "minutes", 0, 1440, "A diary that a rescuer has taken from the desk counts as being read for so long."
    ),
    Rule(
        "rescue.most_comments",
        50,
        "comments",
        1,
        10_000,
        "A diary with more comments leaves the desk by itself, as does one on the recommended list.",
    ),
    Rule("spotlight.length", 24, "hours", 1, 720, "A rescued diary stands in the Community Spotlight for so long."),
    Rule("notifications.keep", 90, "days", 1, 3650, "What a member was told stays on their list for so long."),
    Rule("notifications.mentions", 10, "members", 0, 100, "So many members named with @ in one text are told of it; 0 is none."),
    Rule("groups.a_day", 3, "groups", 0, 100, "A trusted user may found so many groups in any 24 hours; 0 is no limit."),
    Rule(
        "groups.ask_again",
        7,
        "days",
        0,
        365,
        "After a declined request, or a declined invitation, nobody asks again for so long.",
    ),
    Rule("groups.half_life", 14, "days", 1, 365, "Most active: every diary that a group shows counts half after this time."),
    Rule("queue.claim", 60, "minutes", 1, 1440, "An editor who has claimed a diary in a queue has it alone for so long."),
    Rule("queue.a_member", 20, "diaries", 1, 1000, "A member may have so many diaries waiting in the queue of one group."),
    Rule("moderation.reports_a_day", 10, "reports", 1, 1000, "A member may report so many things in any 24 hours."),
    Rule("moderation.claim", 24, "hours", 0, 720, "A case that a moderator has taken is theirs for so long."),
    Rule(
        "moderation.appeal",
        7,
        "days",
        1,
        90,
        "An appeal is decided within this time by somebody who took no part; else it lapses in the member's favour.",
    ),
    Rule("moderation.newcomers", 7, "days", 1, 90, "The moderators' desk shows who has joined within this time."),
    Rule("text.comment", 64, "kB", 1, 1024, "A comment is at most this long."),
    Rule("text.diary", 1024, "kB", 16, 1024, "A diary is at most this long."),
]
RULES = {each.name: each for each in _ALL}
SECTIONS = {
    "newcomers": "Newcomers",
    "invitations": "Invitations, where the site asks for one",
    "diaries": "Diaries",
    "pictures": "Pictures in diaries",
    "polls": "Polls",
    "share": "Sharing by e-mail",
    "tags": "Tags",
    "comments": "Comments",
    "throttle": "Throttle",
    "live": "Open pages",
    "limits": "Limits",
    "ratings": "Ratings",
    "hiding": "Hiding",
    "mojo": "Mojo",
    "trust": "Trusted users",
    "recommended": "The recommended list",
    "guard": "The collusion guard",
    "rescue": "The rescue desk",
    "spotlight": "The Community Spotlight",
    "notifications": "Notifications",
    "groups": "Groups",
    "queue": "The queues of groups",
    "moderation": "Moderation",
    "text": "Length",
}
