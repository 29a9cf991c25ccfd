"""Addresses of the queue, claims, speakers and sheets."""

from django.urls import path

from claims.views import (
    batches,
    claim,
    history,
    people,
    provenance,
    queue,
    reviews,
    saved_views,
    searching,
    sheets,
    speakers,
    work,
)

app_name = "claims"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("suggestions/", searching.suggestions, name="suggestions"),
    path("views/", saved_views.saved_views, name="views"),
    path("views/<int:pk>/", saved_views.change, name="view"),
    path("views/<int:pk>/delete/", saved_views.delete, name="delete_view"),
    path("views/<int:pk>/default/", saved_views.default, name="default_view"),
    path("claims/<int:pk>/", claim.claim, name="claim"),
    path("claims/<int:pk>/preview/", queue.preview, name="preview"),
    path("claims/<int:pk>/reviews/", reviews.review, name="review"),
    path("claims/<int:pk>/undo/", reviews.undo, name="undo"),
    path("claims/<int:pk>/presence/", people.presence, name="presence"),
    path("claims/<int:pk>/assign/", people.assign, name="assign"),
    path("claims/<int:pk>/dismiss/", people.dismiss, name="dismiss"),
    path("claims/reviews/", reviews.bulk, name="bulk"),
    path("batches/", batches.prepare, name="batches"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/undo/", batches.undo, name="undo-batch"),
    path("links/<int:pk>/", reviews.decide, name="link"),
    path("claims/<int:pk>/origins/", provenance.origin, name="origin"),
    path("passages/<int:pk>/", provenance.as_fact, name="as_fact"),
    path("speakers/<int:pk>/", speakers.speaker, name="speaker"),
    path("work/", work.work, name="work"),
    path("figures/", work.plots, name="figures"),
    path("history/", history.history, name="history"),
    path("history.<str:form>", history.download, name="history_file"),
    path("sheets/", sheets.sheets, name="sheets"),
    path("sheets/claims.<str:form>", sheets.download, name="download"),
]
