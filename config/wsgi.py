"""The door of the production server: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django = get_wsgi_application()

from django.conf import settings

from core.edge import Utf8Only
from core.pagecache import PageCache
from diaries import schedule

application = Utf8Only(PageCache(django))

if settings.SCHEDULER:
    schedule.start_beside_the_server()
