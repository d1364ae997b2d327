from groups.models.group import Group
from groups.models.membership import Act, JoinRequest, Membership, MembershipChange, Role
from groups.models.republication import Republication
from groups.models.tally import Tally

__all__ = ["Act", "Group", "JoinRequest", "Membership", "MembershipChange", "Republication", "Role", "Tally"]
