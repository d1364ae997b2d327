"""What every page knows: whose site this is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from community.models import Site


def site(request: HttpRequest) -> dict[str, Any]:
    return {"site": Site.current(), "demo": settings.DEMO}
