"""Many processes rate at the same moment: figures stay right, five hides a day stay five, and nobody sees an error.

By hand with a hundred: CROWD=100 pytest comments/tests/test_rating_races.py
"""

import json
import os

CROWD = int(os.environ.get("CROWD", "12"))

HIDDEN = "This comment has been hidden meanwhile."

# One program that becomes many processes: each of them opens its own connection, and all begin at once.
BEGIN = f"""
import collections, datetime, json, multiprocessing
from django.db import connections
from django.utils import timezone
from accounts.models import User
from comments.models import Comment, Rating
from community.models import set_rule
from core.errors import Refused
from diaries.models import Diary

CROWD = {CROWD}
"""
CAST = """
set_rule("throttle.comments", "0")
old = timezone.now() - datetime.timedelta(days=200)
alice = User.objects.join("alice", email="alice@example.org", at=old)
User.objects.join("tess", email="tess@example.org", at=old).grant("trusted")
diary = Diary.objects.start(by=alice, title="Race", intro="Text", tags="Tag")
diary.publish(by=alice)
for n in range(CROWD):
    rater = User.objects.join(f"rater{n}", email=f"r{n}@example.org", at=old)
    if n % 4 == 0:
        rater.grant("trusted")
    diary.comments.post(by=User.objects.join(f"writer{n}", email=f"w{n}@example.org", at=old), body=f"Comment {n}")
"""
RACE = """
def one_comment(n):
    comment, rater = Comment.objects.get(number=1), User.objects.get(username=f"rater{n}")
    comment.hide(by=rater, rule=1) if n % 4 == 0 else comment.recommend(by=rater)

def one_rater(n):
    comment, tess = Comment.objects.get(number=n + 2), User.objects.get(username="tess")
    comment.hide(by=tess, rule=1) if n < CROWD // 2 else comment.recommend(by=tess)

def run(act, n, barrier, said):
    try:
        Comment.objects.exists()  # a web process has its connection
        barrier.wait()
        act(n)
        said.put("done")
    except Refused as refusal:
        said.put(str(refusal))
    except BaseException as error:
        said.put(f"error {error!r}")

warm, by = Comment.objects.get(number=2), User.objects.get(username="alice")  # what a process loads once is loaded before
warm.recommend(by=by)
warm.unrecommend(by=by)
fork, answers = multiprocessing.get_context("fork"), {}
for act in (one_comment, one_rater):
    connections.close_all()
    barrier, said = fork.Barrier(CROWD), fork.Queue()
    crowd = [fork.Process(target=run, args=(act, n, barrier, said)) for n in range(CROWD)]
    for each in crowd:
        each.start()
    answers[act.__name__] = collections.Counter(said.get() for _ in crowd)
    for each in crowd:
        each.join()
first, alice, tess = Comment.objects.get(number=1), User.objects.get(username="alice"), User.objects.get(username="tess")
print(json.dumps({
    "answers": answers,
    "first": [first.recommend_count, first.hide_count, first.ratings.count()],
    "alice": [alice.mojo, alice.rated_comments],
    "tess": [Rating.objects.filter(user=tess, kind=kind).count() for kind in ("hide", "recommend")],
    "counted": sum(Comment.objects.filter(number__gt=1).values_list("hide_count", flat=True)),
}))
"""


def test_one_comment_rated_and_one_member_rating_by_many_processes_at_once(site_of_its_own):
    site = site_of_its_own
    assert site.python(BEGIN + CAST).returncode == 0
    raced = site.python(BEGIN + RACE)
    assert raced.returncode == 0, raced.stderr
    found = json.loads(raced.stdout)
    hides = (CROWD + 3) // 4
    late = found["answers"]["one_comment"].get(HIDDEN, 0)  # who came after the hides, if these were all among the first
    counted = CROWD - late
    assert found["answers"]["one_comment"] == {"done": counted, **({HIDDEN: late} if late else {})}
    assert found["first"] == [counted - hides, hides, counted]
    assert found["alice"] == [4 * (counted - hides) / counted, 1]
    refused = CROWD // 2 - 5
    words = "You have used your 5 hides of the last 24 hours."
    assert found["answers"]["one_rater"] == {"done": CROWD - refused, **({words: refused} if refused else {})}
    assert (found["tess"], found["counted"]) == ([5, CROWD - CROWD // 2], 5)
    assert site.manage("update_mojo", "--check").returncode == 0
    assert site.manage("check_comment_trees").returncode == 0
