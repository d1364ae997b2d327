"""/people/: what everybody sees of a member."""

from django.urls import path

from accounts import profiles

urlpatterns = [
    path("<str:username>/", profiles.person, name="person"),
    path("<str:username>/comments/", profiles.person_comments, name="person_comments"),
]
