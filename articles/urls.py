"""Addresses of stories, articles and uploads."""

from django.urls import path

from articles.views import articles, stories, upload

app_name = "articles"
urlpatterns = [
    path("articles/", articles.articles, name="articles"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("articles/<int:pk>/details/", articles.details, name="details"),
    path("stories/", stories.stories, name="stories"),
    path("stories/<int:pk>/", stories.story, name="story"),
    path("stories/<int:pk>/accept/", stories.accept, name="accept"),
    path("stories/<int:pk>/merge/", stories.merge, name="merge_story"),
    path("stories/<int:pk>/unmerge/", stories.unmerge, name="unmerge_story"),
    path("upload/", upload.upload, name="upload"),
    path("uploads/", upload.progress, name="progress"),
    path("uploads/clear/", upload.clear, name="clear"),
    path("uploads/<int:pk>/", upload.upload_row, name="upload_row"),
    path("uploads/<int:pk>/original/", upload.original, name="original"),
]
