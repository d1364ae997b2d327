"""What pages make a browser load: scripts stay as small as we promise, whoever adds to them."""

import re

import pytest
from django.conf import settings

SCRIPTS = settings.BASE_DIR / "static" / "js"


def loaded(path, known=frozenset()):
    """A module with all that it imports."""
    found = {path, *known}
    for address in re.findall(r'^import .*?"(\..*?)";', path.read_text(), re.MULTILINE):
        other = (path.parent / address).resolve()
        if other not in found:
            found = loaded(other, frozenset(found))
    return found


@pytest.mark.parametrize(("entrance", "most"), [("reader.js", 5 * 1024), ("member.js", 30 * 1024), ("writer.js", 30 * 1024)])
def test_scripts_are_small(entrance, most):
    modules = loaded(SCRIPTS / entrance)
    assert len(modules) > 1
    assert sum(module.stat().st_size for module in modules) <= most


def test_a_behaviour_is_short():
    long = {path.name: count for path in (SCRIPTS / "behaviors").glob("*.js") if (count := len(path.read_text().splitlines())) > 50}
    assert long == {}
