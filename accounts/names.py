"""Which user names can be taken. core.text knows what a name may consist of; here stands how names meet each other."""

import unicodedata

from django.core.exceptions import ValidationError

from accounts.models import User
from core.text import skeleton, username_errors

LONGEST = 30  # characters
TAKEN = "Somebody has this name, or one that looks like it. Please choose another one."
_LONGEST_KEY = User._meta.get_field("key").max_length or 0


def check_username(name: str) -> None:
    """Raises ValidationError with everything that is wrong with a name, in its chooser's words."""
    errors = username_errors(name)
    if not errors and len(skeleton(name)) > _LONGEST_KEY:  # a few letters stand for whole sentences
        errors = ["This user name is too long once its letters are spelled out."]
    if errors:
        raise ValidationError(errors)


def is_taken(name: str) -> bool:
    """Whether a member has this name or one that looks like it.

    The names printed on imported pages and those of former members are free: their keys are no names.
    """
    return User.objects.filter(key=skeleton(name)).exists()


def normalised(name: str) -> str:
    """The one spelling under which a name is kept: an accented letter is one character."""
    return unicodedata.normalize("NFC", name.strip())


USERNAME_VALIDATORS = [check_username]
