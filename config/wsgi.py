"""The door of the production server: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from core.edge import Utf8Only
from core.pagecache import PageCache  # noqa: E402 - it reads the settings named above

application = Utf8Only(PageCache(get_wsgi_application()))

from django.conf import settings  # noqa: E402

from diaries import schedule  # noqa: E402 - there are no models before the line above

if settings.SCHEDULER:
    schedule.start_beside_the_server()
