"""Saved views of the queue: named filters of one person, who may share them with everybody."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from claims.models import DefaultView, SavedView


class NameTaken(ValueError):
    """You already have a view with this name."""

    def __init__(self, view: SavedView) -> None:
        super().__init__(f"You already have a view called “{view.name}”.")
        self.view = view


@transaction.atomic
def save_view(
    owner: User, name: str, query: str, *, shared: bool = False, default: bool = False, replace: bool = False
) -> SavedView:
    """Keep an address’s filters under a name. NameTaken where the owner has it, unless to `replace` that.

    Names are the owner's own: two people may each have a view of one name.
    """
    view = SavedView.objects.filter(owner=owner, name__iexact=name).first()
    if view is not None and not replace:
        raise NameTaken(view)
    if view is None:
        view = SavedView(owner=owner)
    view.name, view.query, view.shared = name, query, shared
    if view.pk is None:
        view.save(force_insert=True)
    else:
        view.save(update_fields=["name", "query", "shared"])
    if default:
        set_default(owner, view)
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, shared: bool) -> SavedView:
    """Rename a view, share it or take it back; NameTaken where its owner has another of that name.

    One that is private again is nobody else's default any more.
    """
    view.name, view.shared = name, shared
    try:
        with transaction.atomic():
            view.save(update_fields=["name", "shared"])
    except IntegrityError:
        raise NameTaken(
            SavedView.objects.exclude(pk=view.pk).get(owner=view.owner_id, name__iexact=name)
        ) from None
    if not shared:
        DefaultView.objects.filter(view=view).exclude(user=view.owner_id).delete()
    return view


def set_default(user: User, view: SavedView | None) -> None:
    """The view that the queue opens with for this person; None: all claims."""
    if view is None:
        DefaultView.objects.filter(user=user).delete()
    else:
        DefaultView.objects.update_or_create(user=user, defaults={"view": view})
