"""What slows robots at the door holds for all web processes together: they count in one cache, one after the other."""

CAST = """
from accounts.models import User
from community.models import set_rule
User.objects.join("alice", email="alice@example.org", password="rostrum-demo")
set_rule("limits.sign_up_a_day", "6")  # a window that does not end within the test
"""

TRY = """
import sys
from django.conf import settings
from django.test import Client
settings.DEMO = True
client = Client(headers={"host": "127.0.0.1"})
address, known = sys.argv[1:]
passed = 0
for n in range(4):
    answer = client.post(address, {"login": "alice", "password": f"a wrong one {n}"})
    passed += answer.status_code == 422 and known not in answer.content.decode()
print(passed)
"""


def passed(site, address, refusal):
    """How many of 16 tries from four processes were looked at."""
    assert site.manage("createcachetable").returncode == 0
    assert site.python(CAST).returncode == 0
    return sum(map(int, site.all_at_once(TRY, [(address, refusal)] * 4)))


def test_five_wrong_passwords_are_five(site_of_its_own):
    assert 1 <= passed(site_of_its_own, "/accounts/login/", "tried too often") <= 5


def test_six_who_want_to_join_are_six(site_of_its_own):
    assert passed(site_of_its_own, "/accounts/signup/", "Too fast") == 6
