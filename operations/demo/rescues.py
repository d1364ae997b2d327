"""Plays the rescue desk: what tess, mo and rita make of diaries that too few have seen."""

from datetime import datetime, timedelta

from accounts.models import User
from comments.models import ReadMark
from diaries.models import Diary, Rescue

HOUR = timedelta(hours=1)


def play(people: dict[str, User], now: datetime) -> None:
    tess, rita, mo = people["tess"], people["rita"], people["mo"]

    earlier = _named("Drop by drop")
    _nominate(
        earlier,
        mo,
        15,
        "A poem, a wall, and why the obvious translation is wrong. Ten minutes, and you will look at the mill differently.",
    ).second(by=rita, at=_after(earlier, 21))

    weir = _named("An eighth weir")
    note = "He measured it in wet stockings and nobody has noticed. If he is right, the walking map is wrong."
    _nominate(
        weir, tess, 5, "Nine dressed stones where no map has any: an antiquary finds out that he may have miscounted.", note
    ).second(by=rita, at=now - 4 * HOUR)

    night = _named("Night figures")
    note = "I know him, so somebody else should say whether this is as good as I think."
    Rescue.objects.nominate(
        night, by=mo, note=note, blurb="Five nights on the bus that every plan calls empty, with a notebook.", at=now - 2 * HOUR
    )

    stock = _named("Fish stock")
    _nominate(stock, tess, 6, "Three lines about soup, all of them right.", "Short, I know.").decline(
        by=rita, reason="Lovely, but her long one about the boats is on the front page already.", at=_after(stock, 9)
    )

    for diary in (weir, stock):
        ReadMark.objects.visit(diary, by=rita, at=_after(diary, 8))


def _named(beginning: str) -> Diary:
    return Diary.objects.select_related("author").get(title__startswith=beginning)


def _after(diary: Diary, hours: float) -> datetime:
    assert diary.published_at
    return diary.published_at + hours * HOUR


def _nominate(diary: Diary, by: User, hours: float, blurb: str, note: str = "") -> Rescue:
    return Rescue.objects.nominate(diary, by=by, blurb=blurb, note=note, at=_after(diary, hours))
