"""The language of a text that nobody has named, by its letters."""

import pytest

from core.languages import LANGUAGES, told_by_letters


@pytest.mark.parametrize(
    ("text", "usual", "told"),
    [
        ("The ferry, and the “old” bridge", "en", ""),
        ("Der Fluß stieg über Nacht", "en", ""),
        ("Паром уходит в шесть", "en", ""),
        ("سيرة النهر والجسر", "en", "ar"),
        ("سرگذشت رود و پل", "fa", "fa"),
        ("關於渡輪和橋樑", "en", "zh"),
        ("關於渡輪和橋樑", "zh-Hant", "zh-Hant"),
        ("橋の下の水位", "en", "ja"),
        ("渡し船は六時に出る", "zh-Hans", "ja"),
        ("강과 다리에 관한 일기", "en", "ko"),
        ("เรือข้ามฟากกับสะพานเก่า", "en", "th"),
        ("नदी और पुल की कहानी", "en", "hi"),
        ("नदी र पुलको कथा", "ne", "ne"),
        ("A letter of Lu Xun (鲁迅), and what it says", "en", ""),
        ("2008 · 31+", "en", ""),
        ("", "en", ""),
    ],
)
def test_letters_tell_it_where_they_can(text, usual, told):
    assert told_by_letters(text, usual) == told


def test_what_they_tell_is_a_language_that_a_diary_can_have_or_one_of_html():
    told = {told_by_letters(chr(code)) for code in range(0x370, 0xD7A4)} - {""}
    assert len(told) > 15 and not [each for each in told if not 2 <= len(each) <= 3]
    assert {"ar", "he", "th", "hi", "ja", "ko", "el"} <= told & set(LANGUAGES)
