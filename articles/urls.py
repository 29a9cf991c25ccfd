"""Addresses of stories, articles and uploads."""

from django.urls import path

from articles import views

app_name = "articles"
urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("articles/<int:pk>/details/", views.details, name="details"),
    path("stories/", views.stories, name="stories"),
    path("stories/<int:pk>/", views.story, name="story"),
    path("upload/", views.upload, name="upload"),
    path("uploads/<int:pk>/", views.upload_row, name="upload_row"),
    path("uploads/<int:pk>/original/", views.original, name="original"),
]
