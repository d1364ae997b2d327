"""The languages that people write in, each by its own name, in the tags of HTML (BCP 47)."""

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError

_SAID = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "pt-br": "pt-BR", "sr-latn": "sr-Latn"}
LANGUAGES: dict[str, str] = dict(
    sorted(
        (
            (_SAID.get(code, code), said["name_local"][:1].upper() + said["name_local"][1:])
            for code, said in LANG_INFO.items()
            if "name_local" in said and (len(code) < 4 or code in _SAID)
        ),
        key=lambda language: language[1].casefold(),
    )
)
PAGES = "en"  # what the site's own words are written in


def check_language(tag: str) -> None:
    if tag not in LANGUAGES:
        raise ValidationError(f"{tag!r} is no language that is known here. One looks like en or pt-BR.")
