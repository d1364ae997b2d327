"""A column is looked for in a list that is one text."""

import pytest
from django.db.models import Value

from accounts.models import User
from core.listed import Among


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "{0}", "{0},{2}", "{2},{0},{0}", "9999999999"])
def test_the_rows_that_a_text_lists(member, text):
    keys = [member(name).pk for name in ("kim", "lee", "sam")]
    found = User.objects.filter(Among("pk", Value(text.format(*keys)))).values_list("pk", flat=True)
    assert sorted(found) == [key for number, key in enumerate(keys) if f"{{{number}}}" in text]
