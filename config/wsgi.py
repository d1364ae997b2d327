"""The door of the production server: `granian --interface wsgi config.wsgi:application`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from core.pagecache import PageCache  # noqa: E402 - it reads the settings named above

application = PageCache(get_wsgi_application())
