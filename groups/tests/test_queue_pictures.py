"""The pictures of a draft in a queue are read by those who read the draft there, and by nobody else."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from diaries.models import Diary, Picture
from groups.models import Group, QueueEntry


@pytest.fixture
def picture(alice):
    out = BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    return Picture.objects.upload(SimpleUploadedFile("a.png", out.getvalue()), by=alice, alt="A boat")


def test_editors_of_the_group_see_them_while_the_draft_waits(as_, alice, bob, tess, mo, member, picture):
    group = Group.objects.found(by=tess, name="Econ", description="Open.")
    edda = member("edda")
    for person, role in ((alice, "contributor"), (edda, "editor"), (bob, "contributor")):
        group.invite(person, by=tess)
        group.accept(by=person)
        if role == "editor":
            group.promote(person, to="editor", by=tess)
    draft = Diary.objects.start(by=alice, title="By boat", intro=picture.in_markdown, tags="Ferry")

    def seen(who):
        return as_(who).get(picture.get_absolute_url()).status_code

    assert [seen(who) for who in (edda, tess, bob, mo, None)] == [404] * 5
    entry = QueueEntry.objects.add(draft, group, by=alice)
    assert [seen(who) for who in (edda, tess, bob, mo, None)] == [200, 200, 404, 404, 404]
    assert as_(edda).get(picture.get_absolute_url())["Cache-Control"] == "private, no-store"
    entry.withdraw(by=alice)
    assert [seen(who) for who in (edda, tess, alice)] == [404, 404, 200]
