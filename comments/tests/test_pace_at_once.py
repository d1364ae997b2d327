"""Nobody recommends faster than people read, with however many processes: it is counted from rows under the member's row."""

CAST = """
import datetime
from django.utils import timezone
from accounts.models import User
from community.models import set_rule
from diaries.models import Diary
then = timezone.now() - datetime.timedelta(hours=1)
for name, value in {"throttle.comments": "0", "limits.ratings": "7"}.items():
    set_rule(name, value, at=then - datetime.timedelta(days=1))
alice, bob = (User.objects.join(name, email=f"{name}@example.org", at=then) for name in ("alice", "bob"))
diary = Diary.objects.start(by=alice, title="A", intro="B", tags="C", at=then)
diary.publish(by=alice, at=then)
for n in range(20):
    diary.comments.post(by=alice, body=f"Comment {n}.", at=then)
"""

RECOMMEND = """
import sys
from accounts.models import User
from comments.models import Comment
from core.errors import Refused
bob, given = User.objects.get(username="bob"), 0
for comment in Comment.objects.select_related("author", "diary").order_by("pk")[int(sys.argv[1])::4]:
    try:
        comment.recommend(by=bob)
        given += 1
    except Refused as refusal:
        assert refusal.status == 429
print(given)
"""


def test_so_many_in_ten_minutes_from_four_processes(site_of_its_own):
    site = site_of_its_own
    cast = site.python(CAST)
    assert cast.returncode == 0, cast.stderr
    assert sum(map(int, site.all_at_once(RECOMMEND, [(str(n),) for n in range(4)]))) == 7
