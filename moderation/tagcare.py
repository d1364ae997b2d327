"""How moderators look after the tags: rename, merge, give another name, ban. Every act is a line of the public log.

Each is atomic, holds the tags it changes and looks again: two at once are done one after the other, a second time changes nothing,
and nobody writes a tag onto a diary while it is merged away.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.errors import Refused
from diaries.models import Tag, Tagging
from diaries.models.tag import is_system, parse_tags, tag_key
from moderation.models import Act, ModerationAction

OURS = "Tags that the site itself gives stay as they are."
CHANGED = "Somebody else has just changed this tag. Look at it again."


@transaction.atomic
def rename(tag: Tag, *, by: User, name: str, at: datetime | None = None, **why: Any) -> None:
    """The tag is called so from now on; its old name stands for it, and the old address leads to it. Raises Refused."""
    name = _one(name)
    wanted, is_new = Tag.objects.make(tag_key(name), name)  # as writers do: first the name, then the rows
    tag, other = _hold(tag, wanted)
    if tag.name == name:
        return
    _require_own(tag)
    if other.pk == tag.pk:
        Tag.objects.filter(pk=tag.pk).update(name=name)
    elif is_new or other.alias_of_id == tag.pk:
        _change_places(tag, name, other)
    else:
        raise Refused(f"There is a tag “{other.name}” already. Merge this one into it.", status=409)
    _log(f"renamed the tag “{tag.name}” to “{name}”", by=by, at=at, **why)


def _change_places(tag: Tag, name: str, other: Tag) -> None:
    """The tag gets the name and the address of the other row, which stands for it under the old ones."""
    Tag.objects.filter(pk=other.pk).update(key=f"\x01{other.pk}", slug=f"\x01{other.pk}")
    Tag.objects.filter(pk=tag.pk).update(name=name, key=other.key, slug=other.slug)
    Tag.objects.filter(pk=other.pk).update(name=tag.name, key=tag.key, slug=tag.slug, alias_of=tag)


@transaction.atomic
def merge(tag: Tag, *, by: User, into: Tag, at: datetime | None = None, **why: Any) -> None:
    """All diaries of `tag` carry `into` instead, and its name stands for `into` from now on. Raises Refused."""
    tag, into = _hold(tag, into)
    if tag.alias_of_id == into.pk:
        return
    if tag.pk == into.pk:
        raise Refused("These are the same tag.")
    _require_own(tag, into)
    if not (tag.is_shown and into.is_shown):
        raise Refused("A banned tag cannot be merged. Allow it first.", status=409)
    doubles = Tagging.objects.filter(tag=into).values("content_object")
    Tagging.objects.filter(tag=tag, content_object__in=doubles).delete()
    Tagging.objects.filter(tag=tag).update(tag=into)
    Tag.objects.filter(alias_of=tag).update(alias_of=into)
    Tag.objects.filter(pk=tag.pk).update(alias_of=into)
    for kept in (tag.followers, tag.mutes):  # who followed or muted the one does it to the other
        kept.filter(by__in=kept.model.objects.filter(tag=into).values("by")).delete()
        kept.update(tag=into)
    Tagging.objects.recount({tag.pk, into.pk})
    _log(f"merged the tag “{tag.name}” into “{into.name}”", by=by, at=at, **why)


@transaction.atomic
def alias(tag: Tag, *, by: User, name: str, at: datetime | None = None, **why: Any) -> None:
    """Whoever types `name` means this tag. Raises Refused where that is a tag of its own: then it is a merge."""
    name = _one(name)
    wanted, is_new = Tag.objects.make(tag_key(name), name)
    tag, other = _hold(tag, wanted)
    if other.alias_of_id == tag.pk:
        return
    _require_own(tag)
    if not is_new:
        raise Refused(f"“{other.name}” is a tag of its own. Merge it into this one instead.", status=409)
    Tag.objects.filter(pk=other.pk).update(alias_of=tag)
    _log(f"let “{name}” stand for the tag “{tag.name}”", by=by, at=at, **why)


@transaction.atomic
def unalias(tag: Tag, *, by: User, at: datetime | None = None, **why: Any) -> None:
    """The name stands for itself again. The diaries stay where they are."""
    tag = _hold(tag)[0]
    if tag.alias_of:
        Tag.objects.filter(pk=tag.pk).update(alias_of=None)
        _log(f"let “{tag.name}” no longer stand for the tag “{tag.alias_of.name}”", by=by, at=at, **why)


@transaction.atomic
def ban(tag: Tag, *, by: User, at: datetime | None = None, **why: Any) -> None:
    """Nobody can use it any more and no list shows it. The diaries keep it, unseen, in case the ban is lifted."""
    tag = _hold(tag)[0]
    _require_own(tag)
    if tag.is_shown:
        Tag.objects.filter(pk=tag.pk).update(banned_at=at or timezone.now())
        _log(f"banned the tag “{tag.name}”", by=by, at=at, **why)


@transaction.atomic
def unban(tag: Tag, *, by: User, at: datetime | None = None, **why: Any) -> None:
    """It can be used and is shown again, on all diaries that carried it."""
    tag = _hold(tag)[0]
    if not tag.is_shown:
        Tag.objects.filter(pk=tag.pk).update(banned_at=None)
        _log(f"allowed the tag “{tag.name}” again", by=by, at=at, **why)


def _hold(*tags: Tag) -> list[Tag]:
    """These as they are now, theirs alone until the transaction ends."""
    if any(is_system(tag.name) for tag in tags):
        raise Refused(OURS, status=403)
    held = Tag.objects.hold({tag.pk for tag in tags})
    if any(tag.pk not in held for tag in tags):
        raise Refused(CHANGED, status=409)
    return [held[tag.pk] for tag in tags]


def _require_own(*tags: Tag) -> None:
    """Tags of their own, not other names."""
    if any(tag.alias_of_id for tag in tags):
        raise Refused(CHANGED, status=409)


def _one(text: str) -> str:
    """The one name that was typed. Raises Refused."""
    names = parse_tags(text)
    if len(names) != 1:
        raise Refused(OURS if is_system(text) else "Type one tag, without a comma.")
    return names[0]


def _log(what: str, *, by: User, at: datetime | None, reason: str, rule: int | None = None) -> None:
    ModerationAction.objects.record(Act.TAG, by=by, what=what, reason=reason, rule=rule, at=at)
