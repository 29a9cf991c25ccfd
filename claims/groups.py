"""Viewer, Editor and Admin: the three groups, over Django's own permissions."""

from typing import Any

VIEWER = ("claims.view_claim", "claims.export_claim", "articles.view_article")
EDITOR = (
    *VIEWER,
    "claims.review_claim",
    "claims.change_claim",
    "claims.change_speaker",
    "articles.change_story",
    "articles.change_article",
)
ADMIN = (
    *EDITOR,
    "articles.add_article",
    "articles.add_outlet",
    "articles.change_outlet",
    "articles.view_outlet",
    "articles.add_story",
    "articles.view_story",
    "articles.add_upload",
    "articles.view_upload",
    "auth.add_user",
    "auth.change_user",
    "auth.view_user",
    "claims.view_speaker",
    "claims.add_speakeralias",
    "claims.change_speakeralias",
    "claims.view_speakeralias",
    "claims.view_review",
    "claims.add_reviewreason",
    "claims.change_reviewreason",
    "claims.view_reviewreason",
    "claims.change_savedview",
)
GROUPS = {"Viewer": VIEWER, "Editor": EDITOR, "Admin": ADMIN}


def ensure_groups(**_kwargs: Any) -> None:
    """Create the groups and set their permissions; runs after every migrate and changes no member."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    # Another app's permissions may not be there yet: post_migrate runs app by app.
    for label in ("articles", "claims", "auth"):
        create_permissions(apps.get_app_config(label), verbosity=0)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, permissions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in permissions])
