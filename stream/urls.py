from django.urls import path

from stream import views

urlpatterns = [
    path("hotlist/", views.hotlist_page, name="hotlist"),
    path("diaries/<int:pk>/hotlist/", views.hotlist, name="hotlist_diary"),
    path("diaries/<int:pk>/unhotlist/", views.unhotlist, name="unhotlist"),
    path("people/<str:username>/follow/", views.follow, name="follow"),
    path("people/<str:username>/unfollow/", views.unfollow, name="unfollow"),
    path("people/<str:username>/following/", views.following, name="following"),
    path("people/<str:username>/followers/", views.followers, name="followers"),
]
