"""Trees whose numbers have room between them (comments.models.tree), and the last reply of a comment found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_room_on_pages")]
    operations = [
        migrations.AddField("commenttree", "spread_at", models.DateTimeField(null=True)),
        migrations.AddIndex("comment", models.Index(fields=["parent", "number"], name="comments_replies")),
        migrations.RemoveIndex("comment", "comments_co_parent__fdf1ec_idx"),
    ]
