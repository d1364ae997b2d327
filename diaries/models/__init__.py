from diaries.models.diary import Diary, Markup, State
from diaries.models.hotlist import HotlistEntry
from diaries.models.pending import PendingEdit
from diaries.models.picture import Picture
from diaries.models.poll import Ballot, Choice, Poll, Results
from diaries.models.recommendation import Listing, Recommendation, TipJarChange
from diaries.models.rescue import Outcome, Rescue, RescueClaim
from diaries.models.share import Share
from diaries.models.statechange import StateChange
from diaries.models.tag import Tag
from diaries.models.tagging import TagChange, Tagging
from diaries.models.update import Update
from diaries.models.version import Version

__all__ = [
    "Ballot",
    "Choice",
    "Diary",
    "HotlistEntry",
    "Listing",
    "Markup",
    "Outcome",
    "PendingEdit",
    "Picture",
    "Poll",
    "Recommendation",
    "Rescue",
    "RescueClaim",
    "Results",
    "Share",
    "State",
    "StateChange",
    "Tag",
    "TagChange",
    "Tagging",
    "TipJarChange",
    "Update",
    "Version",
]
