"""What is older than the rule's days is neither shown nor kept."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from notifications.models import Notification


def test_old_ones_go(as_, bob, reply, diary, tess, comment):
    Notification.objects.filter(receiver=bob).update(at=timezone.now() - timedelta(days=91))
    assert "Nothing yet." in as_(bob).get("/notifications/").content.decode() and not bob.notifications.bell
    kept = Notification.objects.exclude(receiver=bob).count()
    for _ in range(2):
        call_command("tidy_notifications")
    assert not bob.notifications.exists() and Notification.objects.count() == kept > 0
