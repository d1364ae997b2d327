"""What tags and taggings say of the diaries that are there already."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def count(apps, schema_editor):
    Diary, Tag, Tagging = (apps.get_model("diaries", name) for name in ("Diary", "Tag", "Tagging"))
    listed = Diary.objects.filter(pk=OuterRef("content_object"), state="published", tip_jar_hidden=False)
    Tagging.objects.update(listed_at=Subquery(listed.annotate(at=Coalesce("published_at", Value(datetime(1970, 1, 1, tzinfo=UTC)))).values("at")))
    uses = Tagging.objects.filter(tag=OuterRef("pk"), listed_at__isnull=False).order_by().values("tag")
    Tag.objects.update(uses=Coalesce(Subquery(uses.annotate(count=Count("pk")).values("count")), 0))


class Migration(migrations.Migration):
    dependencies = [("diaries", "0006_tags_kept_by_the_community")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
