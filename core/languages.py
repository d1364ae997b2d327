"""The languages that people write in, each by its own name, in the tags of HTML (BCP 47)."""

import re
from collections import Counter

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
# Letters that tell a language: whose they most often are, then who else writes with them.
_LETTERS = {
    "\u3040-\u30ff": "ja", "\u4e00-\u9fff\u3400-\u4dbf": "zh ja ko yue", "\uac00-\ud7a3": "ko", "\u0e01-\u0e5b": "th", "\u0e81-\u0edf": "lo",
    "\u0600-\u06ff\u0750-\u077f": "ar ckb fa ku ps sd ug ur", "\u0590-\u05ff": "he yi", "\u0370-\u03ff\u1f00-\u1fff": "el grc",
    "\u0530-\u058f": "hy", "\u10a0-\u10ff": "ka", "\u0900-\u097f": "hi mr ne sa", "\u0980-\u09ff": "bn as", "\u0a00-\u0a7f": "pa",
    "\u0a80-\u0aff": "gu", "\u0b80-\u0bff": "ta", "\u0c00-\u0c7f": "te", "\u0c80-\u0cff": "kn", "\u0d00-\u0d7f": "ml", "\u0d80-\u0dff": "si",
    "\u1000-\u109f": "my", "\u1780-\u17ff": "km",
}  # fmt: skip
_KANA, _HAN, _FIRST = 1, 2, 200  # so many letters are looked at
_TELLING = re.compile("|".join(f"([{letters}])" for letters in _LETTERS) + r"|[^\W\d_]")
PAGES = "en"  # what the site's own words are written in


def check_language(tag: str) -> None:
    if tag not in LANGUAGES:
        raise ValidationError(f"{tag!r} is no language that is known here. One looks like en or pt-BR.")


def told_by_letters(text: str, usual: str = "") -> str:
    """The language of a text that nobody has named, where its letters tell one; empty where they are those of many languages.

    `usual`: what is spoken there; it stays where it is written with the same letters.
    """
    if text.isascii():
        return ""
    found = Counter(each.lastindex for _, each in zip(range(_FIRST), _TELLING.finditer(text), strict=False))
    most = found.most_common(1)[0][0] if found else None
    if most == _HAN and found[_KANA]:
        most = _KANA
    if most is None:
        return ""
    first, *others = list(_LETTERS.values())[most - 1].split()
    return usual if usual.partition("-")[0] in (first, *others) else first


def spoken_in(text: str, usual: str) -> str:
    return told_by_letters(text, usual) or usual
