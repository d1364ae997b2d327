from moderation.models.action import Act, ModerationAction
from moderation.models.appeal import Answer, Appeal
from moderation.models.case import Case, CaseStep, Outcome
from moderation.models.notice import Acknowledgement
from moderation.models.redaction import Redaction
from moderation.models.report import Report

__all__ = ["Acknowledgement", "Act", "Answer", "Appeal", "Case", "CaseStep", "ModerationAction", "Outcome", "Redaction", "Report"]
