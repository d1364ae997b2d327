"""What is asked before an act of moderation, by its verb."""

ASKS = {
    "remove": "Remove this comment? A tombstone keeps its place and its replies; its author and moderators can still read it.",
    "restore": "Bring this comment back?",
    "take-down": "Remove this diary? Its thread goes with it; its author and moderators can still read it.",
    "put-back": "Bring this diary back, with its thread, date and address?",
    "lock": "Close the comments of this diary? Its author cannot open them again.",
    "unlock": "Open the comments of this diary again?",
    "warn": "Warn this member? The notice stands on every page until they acknowledge it.",
    "withdraw-warning": "Take the warning back?",
    "suspend": "Suspend this account? Its member can log in, read and export, but not write, rate, recommend or vote.",
    "unsuspend": "End the suspension now?",
    "withdraw-ratings": "Withdraw this member’s right to recommend and hide comments? What they have rated stays.",
    "return-ratings": "Let this member rate again?",
    "void-ratings": "Void every rating that this account has given? They leave figures, lists, hiding and mojo of comments.",
    "count-ratings": "Let this account’s voided ratings count again?",
    "trust": "Make this member a trusted user, whatever the figures say?",
    "untrust": "Take back the trust that was given? The figures decide again.",
    "deny-trust": "Deny trust to this member, whatever the figures say?",
    "allow-trust": "Let the figures decide again about this member’s trust?",
}
