"""Many saves of one form at once, by many processes: none is lost, none fails."""

SETUP = """
from accounts.models import User
from diaries.models import Diary
alice = User.objects.join("alice", email="alice@example.org")
diary = Diary.objects.start(by=alice, title="River", intro="Text.", tags="River")
diary.publish(by=alice)
"""
SAVE = """
import sys
from accounts.models import User
from comments.models import Place, Unsent
from diaries.models import Diary
alice, diary = User.objects.get(), Diary.objects.get()
said = {"by": alice, "token": "one", "revision": 0, "subject": "", "place": lambda: Place(diary)}
kept = Unsent.objects.keep(body=f"Tab {sys.argv[1]}", **said)
print(Unsent.objects.filter(token=kept.token, revision=kept.revision, body=f"Tab {sys.argv[1]}").count())
"""


def test_every_tabs_words_are_kept(site_of_its_own):
    done = site_of_its_own.python(SETUP)
    assert done.returncode == 0, done.stderr
    assert site_of_its_own.all_at_once(SAVE, [(str(n),) for n in range(6)]) == ["1"] * 6
    count = site_of_its_own.python("from comments.models import Unsent; print(Unsent.objects.count())")
    assert count.stdout.strip() == "6"
