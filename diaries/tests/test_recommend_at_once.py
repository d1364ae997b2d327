"""Recommending from many processes at once, on the engine under test."""

CAST = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
for n in range(8):
    User.objects.join(f"reader{n}", email=f"r{n}@example.org").grant("trusted")
diary = Diary.objects.start(by=alice, title="Read me", intro="Text", tags="Tag")
diary.publish(by=alice)
"""
START = """
import sys
from accounts.models import User
from core.errors import Refused
from diaries.models import Diary, Recommendation
diary, me = Diary.objects.get(), User.objects.get(username=sys.argv[1])
"""
RECOMMEND = START + "print(Recommendation.objects.recommend(diary, by=me).pk)"
BOTH = (
    START
    + """
for _ in range(5):
    try:
        Recommendation.objects.recommend(diary, by=me)
    except Refused:
        pass
    Recommendation.objects.unrecommend(diary, by=me)
"""
)
REMOVE = START + "diary.remove(by=diary.author)"
TRY = (
    START
    + """
try:
    Recommendation.objects.recommend(diary, by=me)
    print("given")
except Refused as refusal:
    print(refusal.status)
"""
)
COUNT = """
from diaries.models import Diary, Recommendation
from diaries.ranking import recommended
diary = Diary.objects.get()
rows = Recommendation.objects.all()
print(diary.recommend_count, rows.count(), rows.standing().count(), len(recommended()))
"""


def test_the_same_member_from_eight_processes_counts_once(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    assert len(set(site.all_at_once(RECOMMEND, [("reader0",)] * 8))) == 1
    assert site.python(COUNT).stdout.split() == ["1", "1", "1", "1"]


def test_eight_members_at_once_are_eight(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    site.all_at_once(RECOMMEND, [(f"reader{n}",) for n in range(8)])
    assert site.python(COUNT).stdout.split() == ["8", "8", "8", "1"]


def test_giving_and_withdrawing_at_once_ends_withdrawn(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    site.all_at_once(BOTH, [("reader0",)] * 6 + [("reader1",)] * 2)
    assert site.python(COUNT).stdout.split() == ["0", "2", "0", "0"]


def test_a_removal_at_the_same_time_leaves_the_count_right(site_of_its_own):
    site = site_of_its_own
    assert site.python(CAST).returncode == 0
    running = site.start(REMOVE, "alice")
    answers = site.all_at_once(TRY, [(f"reader{n}",) for n in range(7)])
    assert running.wait(60) == 0
    given = answers.count("given")
    assert set(answers) <= {"given", "403"}
    assert site.python(COUNT).stdout.split() == [str(given), str(given), str(given), "0"]
