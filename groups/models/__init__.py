from groups.models.group import Group
from groups.models.membership import Act, JoinRequest, Membership, MembershipChange, Role
from groups.models.queue import QueueEntry, Stage
from groups.models.republication import Republication
from groups.models.step import Move, QueueStep
from groups.models.tally import Tally
from groups.models.text import EarlierText

__all__ = [
    "Act",
    "EarlierText",
    "Group",
    "JoinRequest",
    "Membership",
    "MembershipChange",
    "Move",
    "QueueEntry",
    "QueueStep",
    "Republication",
    "Role",
    "Stage",
    "Tally",
]
