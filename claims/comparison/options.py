"""How a comparison is shown, as its address says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.datastructures import MultiValueDict

from claims.comparison.passages import Context


@dataclass(frozen=True, slots=True)
class Options:
    """How the table is shown; all of it comes from the address, and what is usual is left out of it.

    `base` is an appearance, `outlets` the keys of the chosen ones (empty: all; `show` in the address, because
    `outlet` is a filter of the queue). `queue` are the filters of the queue that the reader came from.
    """

    base: int | None = None
    fold: bool = True
    marks: bool = True
    outlets: tuple[str, ...] = ()
    context: Context = Context.SENTENCE
    queue: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, query: MultiValueDict[str, str], *, keep: Sequence[str] = ()) -> "Options":
        """The options of an address, and the parameters in `keep` as they are.

        What cannot be read is as if it were not there; of two the last counts.
        """
        base = query.get("base", "")
        return cls(
            base=int(base) if base.isascii() and base.isdecimal() else None,
            fold=query.get("fold") != "0",
            marks=query.get("marks") != "0",
            outlets=tuple(dict.fromkeys(query.getlist("show"))),
            context=Context.PARAGRAPH if query.get("context") == Context.PARAGRAPH else Context.SENTENCE,
            queue=tuple((name, value) for name in keep for value in query.getlist(name)),
        )

    @property
    def query(self) -> str:
        """These options as a query string, with its question mark."""
        pairs = [("base", str(self.base))] if self.base else []
        pairs += [] if self.fold else [("fold", "0")]
        pairs += [] if self.marks else [("marks", "0")]
        pairs += [("context", self.context.value)] if self.context is not Context.SENTENCE else []
        pairs += [("show", key) for key in self.outlets]
        return f"?{urlencode([*pairs, *self.queue])}"
