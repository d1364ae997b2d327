"""Makes stored markup anew, after a change of the templates, the sanitiser or the site's zone."""

from typing import Any

from django.core.management.base import BaseCommand

from comments.models import Comment


class Command(BaseCommand):
    help = "Render the stored markup of every comment anew. Safe on a live site, and to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        total, done = Comment.objects.count(), 0
        for comment in Comment.objects.select_related("author", "diary", "parent").iterator(chunk_size=500):
            comment.keep_markup()
            done += 1
            if done % 1_000 == 0 or done == total:
                self.stdout.write(f"{done} of {total} comments")
