from diaries.models.diary import Diary, Markup, State, StateChange
from diaries.models.tag import Tag, Tagging
from diaries.models.version import Version

__all__ = ["Diary", "Markup", "State", "StateChange", "Tag", "Tagging", "Version"]
