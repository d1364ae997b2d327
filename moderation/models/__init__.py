from moderation.models.action import Act, ModerationAction
from moderation.models.redaction import Redaction

__all__ = ["Act", "ModerationAction", "Redaction"]
