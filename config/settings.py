"""Every setting of a Rostrum site, read from the environment.

Nothing has to be set to try it: the embedded default is SQLite under DATA_DIR. docs/operating.md explains each variable.
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    try:
        return int(env(name, str(default)))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {env(name)!r}.") from error


def env_secret(name: str, keep_in: Path) -> str:
    """The secret from the environment, else one made at the first start and kept in a file only the site reads."""
    if env(name):
        return env(name)
    try:
        with os.fdopen(os.open(keep_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    return keep_in.read_text().strip()


# -- Where things lie ---------------------------------------------------------------------------------------------------
DATA_DIR = Path(env("DATA_DIR", str(BASE_DIR / "data"))).expanduser().resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_PERMISSIONS = 0o644

# -- Who we are on the net ----------------------------------------------------------------------------------------------
DEMO = env_bool("DEMO")  # a demonstration: its mail is readable, staff need no second factor
DEBUG = env_bool("DEBUG")
PORT = env_int("PORT", 8000)
SITE_URL = env("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must look like https://example.org, not {SITE_URL!r}.")
ALLOWED_HOSTS = [_site.hostname, "127.0.0.1", "localhost", "[::1]", *env("ALLOWED_HOSTS").split()]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = env_int("TRUSTED_PROXIES", 0)  # how many proxies in front add to X-Forwarded-For
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECRET_KEY = env_secret("SECRET_KEY", DATA_DIR / "secret_key")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# -- What runs ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "core",
    "community",
    "accounts",
    "diaries",
    "comments",
    "groups",
    "stream",
    "notifications",
    "moderation",
    "administration",
    "portability",
    "operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "mptt",
    "taggit",
    "csp",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "core.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.Compressed",
    "csp.middleware.CSPMiddleware",
    "core.middleware.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SecondFactorForStaff",
    "accounts.middleware.HouseWays",
    "core.middleware.Private",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "community.context.site",
                "notifications.context.figures",
                "moderation.context.warnings",
            ],
            "builtins": ["community.templatetags.rostrum"],
        },
    }
]

# What members' pages count in the masthead, and the pages on which it looks different (core.frames).
MASTHEAD_FIGURES = ["notifications.context.figures"]
SECTIONS = {"/", "/recommended/", "/recent/", "/spotlight/", "/tags/", "/stream/", "/rescue/", "/moderation/", "/comments/hidden/"}

# -- Data ---------------------------------------------------------------------------------------------------------------
_SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer takes its place in the queue when it begins, never half-way
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-16000;",
}
DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'rostrum.sqlite3'}"))}
EMBEDDED = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if EMBEDDED:
    DATABASES["default"]["OPTIONS"] = _SQLITE
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # opening the file and its settings anew costs more than most pages read
    # What may be lost (limits, cached pages) is written beside the archive, so that it never queues before a comment.
    DATABASES["ephemeral"] = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA_DIR / "ephemeral.sqlite3"),
        "OPTIONS": _SQLITE,
        "TEST": {"NAME": ":memory:"},
    }
    DATABASE_ROUTERS = ["core.cache.EphemeralRouter"]
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
PREPARED_STATEMENTS = env_bool("PREPARED_STATEMENTS", True)  # 0 behind a pooler that hands a connection from one to the next

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "core.cache.ForgivingRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "core.cache.ForgivingDatabaseCache", "LOCATION": "ephemeral_cache", "OPTIONS": {"MAX_ENTRIES": 20_000}}
}
# Writes that change no page which is shared or kept (core.marks); comments mark their own diary instead.
QUIET_WRITES = [
    r'\w+ (?:OR IGNORE )?(?:INTO |FROM )?"(?:django_|account_|mfa_|usersessions_|comments_|notifications_)',
    r'\w+ (?:OR IGNORE )?(?:INTO |FROM )?"diaries_(?:version|pendingedit|hotlist|ballot|share|statechange|recommendation|tagchange|picture)',
    r'\w+ (?:OR IGNORE )?(?:INTO |FROM )?"stream_(?:mute|feedkey)',
    r'UPDATE "accounts_user" SET "(?:last_login|mojo|password|reading)"',
    r'\w+ (?:OR IGNORE )?(?:INTO |FROM )?"groups_(?:queue|joinrequest|earliertext)',
    r'\w+ (?:OR IGNORE )?(?:INTO |FROM )?"moderation_(?:report|case|appeal)',
    r'UPDATE "diaries_diary" SET "(?:thread_version|recommend_count|title)"',  # title: Diary.write, which marks what is public
]
SESSION_ENGINE = "core.sessions"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024  # a diary of 1 MB, percent-encoded, and some room
LARGEST_REQUEST = 16 * 1024 * 1024  # of anything, with a picture of 15 MB, the most that a rule can allow
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

_collected = (STATIC_ROOT / "staticfiles.json").exists() or sys.argv[1:2] == ["collectstatic"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.gathered.Gathered" if _collected else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not _collected
# Besides what is compressed already: 2 MB of maps that only developers load.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = "map jpg jpeg png gif webp zip gz tgz bz2 tbz xz br swf flv woff woff2".split()

# -- Time and language --------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"  # storage and logs; people see the site's zone, a setting of the community

# -- Mail ---------------------------------------------------------------------------------------------------------------
_mail = urlsplit(env("EMAIL_URL", "file:"))
if _mail.scheme == "file":
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
else:  # smtp://user:password@host:587/?tls=1, smtps://...
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and parse_qs(_mail.query).get("tls") == ["1"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", f"rostrum@{_site.hostname}")

# -- Accounts -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.MemberBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_USERNAME_VALIDATORS = "accounts.names.USERNAME_VALIDATORS"
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # whoever finds an open browser cannot take the account with it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "signup": None
}  # ours is a rule; the others as allauth sets them: 5 wrong passwords for a name in 5 minutes ...
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "change_email": "accounts.forms.EmailForm",
    "add_email": "accounts.forms.EmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # else nobody with a second factor could change their address; nobody logs in unverified
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
    "add_webauthn": "accounts.forms.AddKeyForm",
    "edit_webauthn": "accounts.forms.RenameKeyForm",
    "authenticate_webauthn": "accounts.forms.KeyForm",
    "reauthenticate_webauthn": "accounts.forms.KeyAgainForm",
    "login_webauthn": "accounts.forms.KeyLoginForm",
}

TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
SILENCED_SYSTEM_CHECKS = ["fields.W342"]

# -- What happens by itself ---------------------------------------------------------------------------------------------
SCHEDULER = env_bool(
    "SCHEDULER", True
)  # the web server publishes scheduled diaries; without it `manage.py run_schedule --every 30` does

TIDIED = ["notifications.models.tidy", "diaries.models.picture.sweep"]  # once an hour, by whatever publishes scheduled diaries
BY_ITSELF = {  # what is asked for what is due, and the words for how much it did
    "diaries.schedule.publish_due": "{} diaries published.",
    "diaries.schedule.list_due": "{} diaries came on the recommended list.",
    "moderation.schedule.lapse_due": "{} appeals lapsed.",
}
SERVICE_WORKER = env_bool("SERVICE_WORKER", True)  # 0 takes it back from every browser that has it

# -- Logs: one JSON object a line ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "core.middleware.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # RequestLog writes a line for every request
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "rostrum.request": {"level": env("REQUEST_LOG_LEVEL", "INFO")},
    },
}
