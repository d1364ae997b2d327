"""Many processes at one thread, on the engine under test."""

import json

WRITERS, DIARIES, COMMENTS = 8, 8, 2000

CAST = """
from accounts.models import User
from community.models import set_rule
from diaries.models import Diary
set_rule("throttle.comments", "0")
set_rule("diaries.a_day", "0")
alice = User.objects.join("alice", email="alice@example.org")
for n in range(8):
    User.objects.join(f"writer{n}", email=f"w{n}@example.org")
    diary = Diary.objects.start(by=alice, title=f"Diary {n}", intro="Text", tags="Tag")
    diary.publish(by=alice)
"""

WRITE = """
import random, sys
from accounts.models import User
from comments.models import Comment
from diaries.models import Diary
me, count = sys.argv[1], int(sys.argv[2])
user = User.objects.get(username=me)
diaries = list(Diary.objects.order_by("pk"))
r = random.Random(me)
for n in range(count):
    diary = r.choice(diaries)
    parent = None
    if r.random() > 0.1:
        pks = list(Comment.objects.filter(diary=diary).order_by("-pk").values_list("pk", flat=True)[:30])
        parent = Comment.objects.get(pk=r.choice(pks))
    diary.comments.post(by=user, body=f"{me} says {n}", parent=parent)
print("done")
"""

SAME_TOKEN = """
from accounts.models import User
from diaries.models import Diary
bob = User.objects.get(username="writer0")
print(Diary.objects.order_by("pk").first().comments.post(by=bob, body="Once.", token="same").pk)
"""

SAME_RATING = """
import sys
from accounts.models import User
from comments.models import Comment
comment = Comment.objects.get(number=1, diary__title="Diary 0")
for _ in range(5):
    comment.recommend(by=User.objects.get(username=sys.argv[1]))
"""

COUNT = """
import json
from comments.models import Comment
from diaries.models import Diary
print(json.dumps({
    "comments": Comment.objects.filter(tip_jar=False).count(),
    "bodies": Comment.objects.filter(tip_jar=False).values("body").distinct().count(),
    "numbers": all(
        list(d.comments.order_by("number").values_list("number", flat=True)) == list(range(1, d.last_number + 1)) for d in Diary.objects.all()
    ),
    "recommends": Comment.objects.get(number=1, diary__title="Diary 0").recommend_count,
}))
"""


def test_eight_writers_eight_diaries_two_thousand_comments_no_inconsistency(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    site.all_at_once(WRITE, [(f"writer{n}", str(COMMENTS // WRITERS)) for n in range(WRITERS)])
    counted = json.loads(site.python(COUNT).stdout)
    assert (counted["comments"], counted["bodies"], counted["numbers"]) == (COMMENTS, COMMENTS, True)
    checked = site.manage("check_comment_trees")
    assert checked.returncode == 0, checked.stdout


def test_the_same_token_and_the_same_rating_from_many_processes_count_once(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    assert len(set(site.all_at_once(SAME_TOKEN, [()] * 8))) == 1
    site.all_at_once(SAME_RATING, [(f"writer{n % 4}",) for n in range(8)])
    counted = json.loads(site.python(COUNT).stdout)
    assert (counted["comments"], counted["recommends"]) == (1, 4)
    assert site.manage("check_comment_trees").returncode == 0
