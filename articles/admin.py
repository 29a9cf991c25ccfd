"""Outlets, stories and articles in the administration. A text is read-only: offsets point into it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from articles.domain import SameTextInOutlet, refuse_same_text, suggest_siglum
from articles.models import Article, Outlet, Story


@admin.register(Outlet)
class OutletAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no argument at run time
    """Names and sigla."""

    list_display = ("name", "siglum")
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Outlet, form: "ModelForm[Outlet]", change: bool) -> None:
        """An outlet without letters of its own gets some."""
        obj.siglum = obj.siglum or suggest_siglum(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Story)
class StoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no argument at run time
    """Names of stories."""

    list_display = ("title", "created_at")
    search_fields = ("title",)


class ArticleForm(ModelForm):  # type: ignore[type-arg]  # takes no argument at run time
    """What is known about an article beside its text."""

    class Meta:
        model = Article
        fields = ("outlet", "story", "published_on", "byline", "url")

    def clean(self) -> dict[str, Any]:
        """Refuse an outlet that has the same text already."""
        cleaned = super().clean() or self.cleaned_data
        try:
            refuse_same_text(self.instance.text_sha256, cleaned.get("outlet"), except_for=self.instance.pk)
        except SameTextInOutlet as same:
            self.add_error("outlet", str(same))
        return cleaned


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no argument at run time
    """Details of articles; new ones come in by upload."""

    form = ArticleForm
    list_display = ("title", "outlet", "published_on", "story", "reading_state", "created_at")
    list_filter = ("reading_state", "outlet")
    list_select_related = ("outlet", "story")
    search_fields = ("headline", "filename", "external_id")
    autocomplete_fields = ("outlet", "story")
    readonly_fields = ("headline", "filename", "external_id", "reading_state", "reading_error", "text")
    fields = (*ArticleForm.Meta.fields, *readonly_fields)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """The list leaves the text in the database."""
        return super().get_queryset(request).defer("text")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come in by upload, with the file they came in."""
        return False
