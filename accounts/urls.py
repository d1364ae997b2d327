"""/accounts/: ours, before allauth's."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("signup/", views.SignUp.as_view(), name="account_signup"),
    path("settings/", views.settings, name="settings"),
    path("settings/avatar/", views.avatar, name="avatar"),
    path("settings/avatar/remove/", views.remove_avatar, name="remove_avatar"),
    path("invitations/", views.invitations, name="invitations"),
    path("delete/", views.delete_account, name="delete_account"),
]
