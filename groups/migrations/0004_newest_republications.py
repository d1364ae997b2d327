"""What groups have shown lately on the whole site, found by an index (stream.newest)."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_moderators_close_groups")]
    operations = [
        migrations.AddIndex(
            "republication", models.Index(fields=["-at", "-id"], condition=Q(ended_at=None), name="republications_newest")
        )
    ]
