"""Which names a group can take: letters of any script, and no two that look alike."""

import unicodedata

from django.core.exceptions import ValidationError

from core.text import has_lone_mark, is_blank, skeleton

LONGEST = 60  # characters
LONGEST_KEY = 4 * LONGEST
TAKEN = "There is a group of this name, or of one that looks like it. Please choose another one."
RESERVED_SLUGS = frozenset({"feed", "new", "search"})
_RESERVED_KEYS = frozenset(
    map(
        skeleton,
        "admin admins administrator administrators anonymous everybody everyone group groups mod moderator moderators "
        "nobody official owner queue rescuers staff system team trusted users".split(),
    )
)


def normalised(name: str) -> str:
    """The one spelling under which a name is kept."""
    return unicodedata.normalize("NFC", " ".join(name.split()))


def check_name(name: str) -> None:
    """Raises ValidationError in the founder's words for a (normalised) name that cannot be."""
    if not 2 <= len(name) <= LONGEST or is_blank(name):
        raise ValidationError(f"A group's name has 2 to {LONGEST} characters.")
    if any(unicodedata.category(char)[0] == "C" for char in name) or "," in name:
        raise ValidationError("A group's name has neither commas nor characters that cannot be seen.")
    if has_lone_mark(name):
        raise ValidationError("An accent or vowel sign in a name belongs to a letter, and a letter has few of them.")
    key = skeleton(name)
    if not key or len(key) > LONGEST_KEY:
        raise ValidationError("This name is too long once its letters are spelled out, or there is nothing to see in it.")
    if key in _RESERVED_KEYS:
        raise ValidationError("This name is reserved; please choose another one.")
