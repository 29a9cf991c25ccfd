"""Who somebody is and what they may do, asked of the database in one query a request."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat


class OneQueryBackend(ModelBackend):
    """Django's own backend; a person comes with their rights, their own and their groups'."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, None where the account is gone or switched off."""
        own = Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))
        names = Concat("content_type__app_label", Value("."), "codename")
        rights = Permission.objects.filter(own).order_by().annotate(right=names).values("right").distinct()
        user = User.objects.annotate(rights=ArraySubquery(rights)).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        if not user.is_superuser:
            # Where ModelBackend looks first.
            user._perm_cache = set(user.rights)  # type: ignore[attr-defined]
        return user
