"""Keys of tags name what can be seen: without joiners and variation selectors, so that ❤️ and ❤ are one."""

from django.db import migrations
from django.db.models import Q

UNSEEN = ["\u200c", "\u200d", *map(chr, range(0xFE00, 0xFE10))]


def shorten(apps, schema_editor):
    """Where two tags turn out to be one they stay two; a moderator can merge them."""
    tags = apps.get_model("diaries", "Tag")
    wanted = Q()
    for char in UNSEEN:
        wanted |= Q(key__contains=char)
    for tag in tags.objects.filter(wanted).order_by("pk"):
        key = tag.key.translate(dict.fromkeys(map(ord, UNSEEN)))
        if key and not tags.objects.filter(key=key).exists():
            tags.objects.filter(pk=tag.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("diaries", "0009_tags_seen_by_who_edits")]

    operations = [migrations.RunPython(shorten, migrations.RunPython.noop)]
