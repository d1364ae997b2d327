from django.urls import path

from notifications import views

urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read, name="read_notifications"),
    path("notifications/preferences/", views.preferences, name="notification_preferences"),
    path("notifications/<int:pk>/", views.open_, name="open_notification"),
]
