"""The front page tells editors what waits in the queues that they look after."""

import pytest

from diaries.models import Diary
from groups.models import Group, QueueEntry


@pytest.fixture
def group(tess, rita, alice):
    found = Group.objects.found("River Watch", by=tess)
    for member in (rita, alice):
        found.invite(member, by=tess)
        found.accept(by=member)
    found.promote(rita, to="editor", by=tess)
    return found


def bring(group, by, count=1):
    for number in range(count):
        draft = Diary.objects.start(by=by, title=f"Kanarie {number}", intro="x", tags="x")
        QueueEntry.objects.add(draft, group, by=by)


def queues_on(browser):
    page = browser.get("/").content.decode()
    return page.split('id="queues"')[1].split("</section>")[0] if 'id="queues"' in page else ""


def test_editors_see_figures_and_no_titles(as_, group, alice, tess, rita):
    assert "Nothing waits" in queues_on(as_(tess))
    bring(group, alice, 3)
    QueueEntry.objects.first().send_back(by=tess, words="More, please.")
    for editor in (tess, rita):
        shown = queues_on(as_(editor))
        assert 'href="/groups/river-watch/queue/"' in shown and "2 waiting" in shown and "1 sent back" in shown
        assert "Kanarie" not in as_(editor).get("/").content.decode()


def test_nobody_else_does(as_, group, alice, bob, mo, tess, rita):
    bring(group, alice)
    for other in (alice, bob, mo, None):
        assert queues_on(as_(other)) == "", other
    assert queues_on(as_(rita))
    group.demote(rita, to="contributor", by=tess)
    assert queues_on(as_(rita)) == "" and "1 waiting" in queues_on(as_(tess))


@pytest.mark.parametrize("count", [1, 9])
def test_it_costs_one_query_more(as_, group, alice, tess, count, django_assert_num_queries):
    bring(group, alice, count)
    for number in range(count):
        Group.objects.filter(founded_by=tess).update(founded_at="2020-01-01T00:00Z")
        Group.objects.found(f"Other {number}", by=tess)
    browser = as_(tess)
    browser.get("/")
    with django_assert_num_queries(6):  # session, member, figures of the masthead, stream, what is new, queues
        assert queues_on(browser).count("<li") == count + 1
