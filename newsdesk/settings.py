"""Every setting of Newsdesk, each from the environment; docs/settings.md lists them for operators."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from newsdesk import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("NEWSDESK_VAR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "newsdesk",
    "articles",
    "claims",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsdesk.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "newsdesk.middleware.RetryMiddleware",
]

ROOT_URLCONF = "newsdesk.urls"
WSGI_APPLICATION = "newsdesk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.context.desk",
            ],
            "builtins": ["newsdesk.templatetags.desk"],
        },
    }
]

# Database. Without DATABASE_URL the embedded PostgreSQL in VAR_DIR starts at the first connection.
DATABASE_URL = env.text("DATABASE_URL")
DATABASE: dict[str, Any] = (
    {"ENGINE": "django.db.backends.postgresql", **env.database(DATABASE_URL)}
    if DATABASE_URL
    else {"ENGINE": "newsdesk.db", "NAME": "newsdesk", "EMBEDDED": {"folder": VAR_DIR / "postgres"}}
)
# A pool a process: a request takes a connection that is known to work, also after the server was restarted.
DATABASE_POOL = {"min_size": 1, "max_size": env.number("DATABASE_POOL_SIZE", 8, at_least=1), "timeout": 10}
DATABASES = {
    "default": {
        **DATABASE,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**DATABASE.get("OPTIONS", {}), "pool": DATABASE_POOL},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTHENTICATION_BACKENDS = ["newsdesk.rights.OneQueryBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "claims:queue"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Language and time
LANGUAGE_CODE = "en"
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_I18N = False
USE_TZ = True

# Static files: WhiteNoise serves them from the apps' folders. STATIC_ROOT is where `collectstatic` puts them
# for another server that is to hand them out.
STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT") or None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True

# Security. NEWSDESK_HTTPS=1 behind TLS; the desk on one machine speaks plain HTTP to that machine alone.
HTTPS = env.flag("NEWSDESK_HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if env.flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"

# Marks: whether a Confirmed waits until a second editor has confirmed it too.
TWO_PERSON = env.flag("NEWSDESK_TWO_PERSON", default=False)

# Articles
ARTICLE_MAX_BYTES = env.number("ARTICLE_MAX_MB", 10, at_least=1) * 1024 * 1024
UPLOAD_MAX_FILES = env.number("UPLOAD_MAX_FILES", 200, at_least=1)
# A body over these limits is refused by Django itself, before a form could say which file was too large.
DATA_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_MAX_BYTES * 2
DATA_UPLOAD_MAX_NUMBER_FILES = UPLOAD_MAX_FILES

# What links in sheets start with; on the page, the address it was opened at unless this is set.
NEWSDESK_URL = env.web_address("NEWSDESK_URL")

# Extraction: the name of an installed spaCy pipeline; empty means the one that Newsdesk installs.
SPACY_MODEL = env.text("SPACY_MODEL")
# "both", "tagger" or "rules": docs/extraction.md
EXTRACTION_STRATEGY = env.text("EXTRACTION_STRATEGY", "both")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOG_LEVEL = env.text("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
