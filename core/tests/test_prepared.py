"""A prepared statement says what its queryset says, for every value."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from core.prepared import Prepared


@pytest.mark.django_db
def test_it_answers_like_the_queryset(member):
    now = timezone.now()
    people = [member(name, days=days) for name, days in (("kim", 3), ("lee", 30), ("sam", 300))]
    older = Prepared(
        lambda text_email, at: (
            User.objects.filter(joined__lt=at).exclude(email=text_email).order_by("pk").values_list("pk", "joined")
        )
    )
    for email in ("kim@example.org", "sam@example.org"):
        for days in (1, 10, 100):
            at = now - timedelta(days=days)
            expected = User.objects.filter(joined__lt=at).exclude(email=email).order_by("pk").values_list("pk", "joined")
            assert older.rows(text_email=email, at=at) == list(expected)
    assert older.first(text_email="", at=now - timedelta(days=999)) is None
    assert len(people) == 3


@pytest.mark.django_db
def test_a_record_is_the_whole_row(member):
    kim = member("kim", "trusted")
    found = Prepared(lambda pk: User.objects.filter(pk=pk).order_by()).record(pk=kim.pk)
    assert found == kim and found.roles == ["trusted"] and found.joined == User.objects.get(pk=kim.pk).joined


@pytest.mark.django_db
def test_a_value_that_the_statement_does_not_hold_is_an_error_of_ours():
    with pytest.raises(AssertionError, match="does not hold"):
        Prepared(lambda pk, other: User.objects.filter(pk=pk).order_by()).rows(pk=1, other=2)
