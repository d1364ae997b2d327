"""Prepares what the bench asks as: a member with 300 own ratings and 50 new comments, their cookies, the pages, the queries.

Prints JSON. Run in a process of its own: `python -m operations.bench.reader`.
"""

import json
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from comments.models import Comment, ReadMark  # noqa: E402
from community.models import set_rule  # noqa: E402
from diaries.models import Diary  # noqa: E402
from operations.bench.follows import follow_a_thousand  # noqa: E402

RATINGS, NEW, WRITERS = 300, 50, 4
STREAM = "/stream/"


def signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(user)
    client.get("/recent/")
    client.cookies["csrftoken"] = "b" * 32
    return client


def cookies(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def queries(client: Client, address: str) -> int:
    """Statements of the second view: the first fills what the process keeps."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def main() -> None:
    set_rule("throttle.comments", "0")
    newest, second = Diary.objects.order_by("-pk")[:2]
    member, *writers = User.objects.order_by("pk")[: WRITERS + 1]
    comments = list(
        Comment.objects.filter(diary=newest).exclude(author=member).select_related("author", "parent", "diary").order_by("number")
    )
    for comment in comments[:RATINGS]:
        comment.recommend(by=member, at=min(timezone.now(), comment.posted_at))
    seen = comments[-NEW - 1].number
    ReadMark.objects.update_or_create(user=member, diary=newest, defaults={"seen_number": seen})
    pages = {"front": "/", "t100": second.get_absolute_url(), "t1000": newest.get_absolute_url()}
    reader, nobody = signed_in(member), Client(SERVER_NAME="127.0.0.1")
    counted: dict[str, Any] = {}
    for name, address in pages.items():
        counted[name] = {"anonymous": queries(nobody, address), "member": queries(reader, address)}
    ReadMark.objects.filter(user=member, diary=newest).update(seen_number=seen)
    follow_a_thousand(writers[0])
    counted["stream"] = {"member": queries(signed_in(writers[0]), STREAM)}
    told = {
        "stream": STREAM, "pages": pages, "queries": counted, "member": cookies(reader), "writers": [cookies(signed_in(user)) for user in writers],
        "diary": newest.pk, "comments": [comment.pk for comment in comments], "seen": seen, "member_id": member.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        # As the floor does: what was written in bulk is tidied and planned for like what grew in time.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print(json.dumps(told))


if __name__ == "__main__":
    settings.ALLOWED_HOSTS.append("testserver")
    main()
