"""Every setting, typed, read once from the environment (or `.env`). A wrong one stops the start with a message that names it."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

PROJECT = Path(__file__).resolve().parent.parent.parent
ALIYUN_SMS = "https://dysmsapi.aliyuncs.com"
SHORTEST_CALLBACK_SECRET = 16  # characters: Aliyun signs nothing, so the callback address itself is the secret
DEMO_SECRET = "linli-demo"  # noqa: S105 (known to all, refused off loopback)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SHORTEST_SECRET = 32  # characters of SECRET_KEY outside the demo: it signs sessions and keys every stored hash
OLDEST_SQLITE = (3, 42)  # the first whose full-text index can really delete words (`secure-delete`)
FEWEST_DISTINCT = 8  # different characters of SECRET_KEY: 32 times the same letter is no secret


class SettingError(Exception):
    """A setting is missing or wrong; the message names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """The settings of `.env.example`, by the same names in lower case without LINLI_, with their defaults filled in."""

    home: Path
    keys: Path
    erasures: Path
    host: str
    port: int
    public_url: str
    database_url: str
    redis_url: str | None
    secret_key: str
    demo: bool
    now: datetime | None
    wechat_token: str | None
    wechat_app_id: str | None
    wechat_app_secret: str | None
    wechat_aes_key: str | None
    wechat_aes_key_previous: str | None
    twilio_account_sid: str | None
    twilio_auth_token: str | None
    twilio_number: str | None
    twilio_url: str | None
    twilio_mainland: bool
    aliyun_access_key_id: str | None
    aliyun_access_key_secret: str | None
    aliyun_sms_sign: str | None
    aliyun_sms_url: str
    aliyun_callback_secret: str | None
    sms_provider: str
    governance_backend: str
    internal_port: int
    internal_token: str
    rasa_port: int
    bot_token: str
    actions_port: int
    actions_token: str
    tracker_url: str | None
    second_opinion_url: str | None
    second_opinion_model: str | None
    second_opinion_key: str | None
    chat_sessions_per_hour: int
    chat_messages_per_minute: int
    chat_token_idle_days: int
    chat_token_days: int
    resident_session_idle_minutes: int
    resident_session_days: int
    otp_countries: tuple[int, ...]
    otp_per_hour: int
    otp_per_day: int
    case_link_days: int

    @property
    def bot_url(self) -> str:
        """Where Rasa listens (loopback only)."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def media(self) -> Path:
        """The folder of photos."""
        return self.home / "media"

    @property
    def sms_codes(self) -> Path:
        """The operator's CSV file of the codes that the SMS provider gave to our templates."""
        return self.home / "sms_codes.csv"

    @property
    def has_twilio(self) -> bool:
        """Whether SMS can be sent by Twilio."""
        return bool(self.twilio_account_sid and self.twilio_auth_token and self.twilio_number)

    @property
    def sends_templates_only(self) -> bool:
        """Whether the SMS provider sends registered templates only."""
        return self.sms_provider == "aliyun"

    def reaches(self, number: str) -> bool:
        """Whether an SMS can be sent to this E.164 number.

        Without a provider ("console") only in the demo, which shows it in /demo/outbox. Twilio reaches the mainland only
        with TWILIO_MAINLAND; Aliyun reaches nothing else, and leaves other numbers to Twilio if that is set up.
        """
        mainland = number.startswith("+86")
        if self.sms_provider == "console":
            return self.demo
        if self.sms_provider == "twilio":
            return self.twilio_mainland or not mainland
        return mainland or self.has_twilio

    @property
    def reaches_mainland(self) -> bool:
        """Whether an SMS can be sent to phones in mainland China."""
        return self.reaches("+86")

    @property
    def community(self) -> Path:
        """The snapshot of the community's files that the bot reads."""
        return self.home / "community"


class _Reader:
    """Reads values by setting name; an empty one counts as not set. Raises SettingError for a wrong one."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str | None = None) -> str | None:
        """The value without spaces around it, else the default."""
        value = self.values.get(name, "").strip()
        return value or default

    def number(self, name: str, default: int, low: int = 1, high: int = 65535) -> int:
        raw = self.text(name)
        if raw is None:
            return default
        if not raw.isdigit() or not low <= int(raw) <= high:
            raise SettingError(f"{name}: expected a whole number from {low} to {high}, got {raw!r}")
        return int(raw)

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        """One of the options; the first if it is not set."""
        value = self.text(name, options[0])
        if value not in options:
            raise SettingError(f"{name}: expected one of {', '.join(options)}, got {value!r}")
        return value

    def moment(self, name: str) -> datetime | None:
        raw = self.text(name)
        if raw is None:
            return None
        try:
            moment = datetime.fromisoformat(raw)
        except ValueError as error:
            raise SettingError(f"{name}: expected a time like 2026-12-20T09:00:00+08:00, got {raw!r}") from error
        if moment.tzinfo is None:
            raise SettingError(f"{name}: the offset is missing, e.g. {raw}+08:00")
        return moment


def environment() -> dict[str, str]:
    """The process's environment, over the values of `.env` at the project's root."""
    return {name: value or "" for name, value in dotenv_values(PROJECT / ".env").items()} | dict(os.environ)


def home_of(environ: dict[str, str]) -> Path:
    """LINLI_HOME as an absolute path (a relative one starts at the project's root)."""
    return PROJECT / (environ.get("LINLI_HOME", "").strip() or "var")


def load(environ: dict[str, str] | None = None, *, write_secrets: bool = True) -> Settings:
    """Read and check the settings. `environ` defaults to `environment()`. Raises SettingError.

    Secrets that are not set are made once and kept in the home. With `write_secrets` off nothing is written: a secret
    that does not exist yet is made up for this call.
    """
    read = _Reader(environment() if environ is None else environ)
    home = home_of(read.values)
    keys = Path(read.text("LINLI_KEYS") or home.with_name(home.name + "-keys")).absolute()
    if keys == home or home in keys.parents:
        raise SettingError("LINLI_KEYS: must lie outside LINLI_HOME, so that no backup holds a ballot key")
    erasures = Path(read.text("LINLI_ERASURES") or home.with_name(home.name + "-erasures.jsonl")).absolute()
    if home in erasures.parents:
        raise SettingError("LINLI_ERASURES: must lie outside LINLI_HOME, so that a restored backup does not replace it")
    port = read.number("PORT", 8000)
    public_url = (read.text("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    if urlsplit(public_url).scheme not in ("http", "https") or not urlsplit(public_url).hostname:
        raise SettingError(f"PUBLIC_URL: expected an address like https://linli.example.cn, got {public_url!r}")
    demo = read.choice("DEMO", ("0", "1")) == "1"
    now = read.moment("LINLI_NOW")
    if now is not None and not demo:
        raise SettingError("LINLI_NOW: only with DEMO=1")
    demo_default = DEMO_SECRET if demo else None
    settings = Settings(
        home=home,
        keys=keys,
        erasures=erasures,
        host=read.text("HOST", "127.0.0.1") or "127.0.0.1",
        port=port,
        public_url=public_url,
        database_url=read.text("DATABASE_URL") or f"sqlite:///{home / 'linli.db'}",
        redis_url=read.text("REDIS_URL"),
        secret_key=read.text("SECRET_KEY") or kept_secret(home, "secret_key", write_secrets=write_secrets),
        demo=demo,
        now=now,
        wechat_token=read.text("WECHAT_TOKEN", demo_default),
        wechat_app_id=read.text("WECHAT_APP_ID"),
        wechat_app_secret=read.text("WECHAT_APP_SECRET"),
        wechat_aes_key=read.text("WECHAT_AES_KEY"),
        wechat_aes_key_previous=read.text("WECHAT_AES_KEY_PREVIOUS"),
        twilio_account_sid=read.text("TWILIO_ACCOUNT_SID"),
        twilio_auth_token=read.text("TWILIO_AUTH_TOKEN", demo_default),
        twilio_number=read.text("TWILIO_NUMBER"),
        twilio_url=read.text("TWILIO_URL"),
        twilio_mainland=read.choice("TWILIO_MAINLAND", ("0", "1")) == "1",
        aliyun_access_key_id=read.text("ALIYUN_ACCESS_KEY_ID"),
        aliyun_access_key_secret=read.text("ALIYUN_ACCESS_KEY_SECRET"),
        aliyun_sms_sign=read.text("ALIYUN_SMS_SIGN"),
        aliyun_sms_url=read.text("ALIYUN_SMS_URL") or ALIYUN_SMS,
        aliyun_callback_secret=read.text("ALIYUN_CALLBACK_SECRET"),
        sms_provider=read.choice("SMS_PROVIDER", ("console", "twilio", "aliyun")),
        governance_backend=read.choice("GOVERNANCE_BACKEND", ("desk", "open311", "webhook")),
        internal_port=read.number("LINLI_INTERNAL_PORT", 8001),
        internal_token=read.text("LINLI_INTERNAL_TOKEN")
        or kept_secret(home, "internal_token", write_secrets=write_secrets),
        rasa_port=read.number("LINLI_RASA_PORT", 8005),
        bot_token=read.text("LINLI_BOT_TOKEN") or kept_secret(home, "bot_token", write_secrets=write_secrets),
        actions_port=read.number("LINLI_ACTIONS_PORT", 8055),
        actions_token=read.text("LINLI_ACTIONS_TOKEN")
        or kept_secret(home, "actions_token", write_secrets=write_secrets),
        tracker_url=read.text("LINLI_TRACKER_URL"),
        second_opinion_url=read.text("LINLI_SECOND_OPINION_URL"),
        second_opinion_model=read.text("LINLI_SECOND_OPINION_MODEL"),
        second_opinion_key=read.text("LINLI_SECOND_OPINION_KEY"),
        chat_sessions_per_hour=read.number("CHAT_SESSIONS_PER_HOUR", 300 if demo else 60, high=100_000),
        chat_messages_per_minute=read.number("CHAT_MESSAGES_PER_MINUTE", 60, high=100_000),
        chat_token_idle_days=read.number("CHAT_TOKEN_IDLE_DAYS", 90, high=3650),
        chat_token_days=read.number("CHAT_TOKEN_DAYS", 365, high=3650),
        resident_session_idle_minutes=read.number("RESIDENT_SESSION_IDLE_MINUTES", 1440, high=100_000),
        resident_session_days=read.number("RESIDENT_SESSION_DAYS", 7, high=365),
        otp_countries=_country_codes(read.text("OTP_COUNTRIES", "86") or ""),
        otp_per_hour=read.number("OTP_PER_HOUR", 1000, high=1_000_000),
        otp_per_day=read.number("OTP_PER_DAY", 5000, high=1_000_000),
        case_link_days=read.number("CASE_LINK_DAYS", 90, high=3650),
    )
    _refuse_demo_in_public(settings)
    _refuse_weak_secret(settings)
    _refuse_unknown_stores(settings)
    _refuse_shared_tracker(settings)
    _refuse_incomplete_second_opinion(settings)
    _refuse_incomplete_sms_provider(settings)
    return settings


def _country_codes(raw: str) -> tuple[int, ...]:
    """The codes in their order, each once. Raises SettingError."""
    codes = [part.strip().removeprefix("+") for part in raw.replace("，", ",").split(",")]
    if not all(code.isascii() and code.isdigit() and 1 <= len(code) <= 3 for code in codes):
        raise SettingError(f"OTP_COUNTRIES: expected country codes like 86,852, got {raw!r}")
    return tuple(dict.fromkeys(int(code) for code in codes))


def is_loopback(url: str) -> bool:
    """Whether the host of a URL is this machine's loopback (`_LOOPBACK`)."""
    return urlsplit(url).hostname in _LOOPBACK


def _refuse_demo_in_public(settings: Settings) -> None:
    """Raise SettingError if a demo, or anything with a demo secret, would be reached beyond loopback."""
    secrets_in_use = (settings.secret_key, settings.wechat_token, settings.twilio_auth_token)
    if not settings.demo and DEMO_SECRET not in secrets_in_use:
        return
    for name, url in (("PUBLIC_URL", settings.public_url), ("HOST", f"//{bracketed(settings.host)}")):
        if not is_loopback(url):
            raise SettingError(f"{name}: a demo (DEMO=1 or a demo secret) may only stand on 127.0.0.1")


def bracketed(host: str) -> str:
    """A host as it is written in a URL: IPv6 in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _refuse_weak_secret(settings: Settings) -> None:
    """Raise SettingError for a weak SECRET_KEY. A demo may have one: it runs on loopback only."""
    key = settings.secret_key
    if not settings.demo and (len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_DISTINCT):
        raise SettingError(
            f"SECRET_KEY: expected {SHORTEST_SECRET} random characters or more (leave it unset and one is made)"
        )


def _refuse_unknown_stores(settings: Settings) -> None:
    """Raise SettingError for a DATABASE_URL or REDIS_URL of no known kind, or for an SQLite that is too old."""
    scheme, _, rest = settings.database_url.partition("://")
    if scheme == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SettingError(
            f"DATABASE_URL: SQLite {sqlite3.sqlite_version} is too old: its search index would keep erased words."
            f" Use a Python with SQLite {'.'.join(map(str, OLDEST_SQLITE))} or later, or PostgreSQL"
        )
    file = rest.removeprefix("/") if scheme == "sqlite" else rest
    if scheme not in ("sqlite", "postgresql", "postgres", "postgresql+psycopg") or file in ("", ":memory:"):
        raise SettingError("DATABASE_URL: expected postgresql://user@host/name, or sqlite:///file")
    redis = urlsplit(settings.redis_url) if settings.redis_url else None
    if redis is not None and (redis.scheme not in ("redis", "rediss") or not redis.hostname):
        raise SettingError("REDIS_URL: expected redis://host:port/number or rediss://…")


def _refuse_shared_tracker(settings: Settings) -> None:
    """Raise SettingError if the bot's tracker would use the portal's own database role or file."""
    if settings.tracker_url is None:
        return
    own, portals = urlsplit(settings.tracker_url), urlsplit(settings.database_url)
    if own.scheme not in ("sqlite", "postgresql"):
        raise SettingError("LINLI_TRACKER_URL: expected sqlite:/// or postgresql://")
    place = (own.path, own.hostname, own.username) if own.scheme == "postgresql" else (own.path,)
    other = (portals.path, portals.hostname, portals.username) if own.scheme == "postgresql" else (portals.path,)
    if place == other:
        raise SettingError("LINLI_TRACKER_URL: expected a role (or a file) of its own, not that of DATABASE_URL")


def _refuse_incomplete_second_opinion(settings: Settings) -> None:
    """Raise SettingError for a wrong or incomplete second opinion; the action server reads it (actions/settings.py)."""
    if settings.second_opinion_url is None:
        return
    parts = urlsplit(settings.second_opinion_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise SettingError("LINLI_SECOND_OPINION_URL: expected http://host:port/v1 or https://…, no password in it")
    if settings.second_opinion_model is None:
        raise SettingError("LINLI_SECOND_OPINION_MODEL: missing, and LINLI_SECOND_OPINION_URL is set")


def make_private(folder: Path) -> None:
    """Make a folder of mode 0700, whatever the umask; if it exists, set that mode.

    Raises SettingError for a folder that everybody uses (/tmp), that somebody else owns, or that cannot be written, and
    OSError for one that cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    refuse_unusable_folder(folder)
    if stat.S_IMODE(folder.stat().st_mode) != 0o700:
        folder.chmod(0o700)


def _refuse_incomplete_sms_provider(settings: Settings) -> None:
    """Raise SettingError if the chosen SMS provider lacks a setting, or one of its addresses or secrets is wrong."""
    missing: list[str] = []
    if settings.twilio_number is not None and not re.fullmatch(r"\+\d{6,15}", settings.twilio_number):
        raise SettingError(f"TWILIO_NUMBER: expected + and digits, got {settings.twilio_number!r}")
    if settings.sms_provider == "twilio":
        missing = [
            name
            for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_NUMBER")
            if not getattr(settings, name.lower())
        ]
    if settings.sms_provider == "aliyun":
        names = ("ALIYUN_ACCESS_KEY_ID", "ALIYUN_ACCESS_KEY_SECRET", "ALIYUN_SMS_SIGN")
        missing = [name for name in names if not getattr(settings, name.lower())]
    if missing:
        raise SettingError(f"SMS_PROVIDER: {settings.sms_provider} needs {', '.join(missing)}")
    for name, url in (("ALIYUN_SMS_URL", settings.aliyun_sms_url), ("TWILIO_URL", settings.twilio_url)):
        if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
            raise SettingError(f"{name}: expected an address like {ALIYUN_SMS}, got {url!r}")
    secret = settings.aliyun_callback_secret
    if secret is not None and (len(secret) < SHORTEST_CALLBACK_SECRET or not re.fullmatch(r"[A-Za-z0-9._~-]+", secret)):
        raise SettingError(
            f"ALIYUN_CALLBACK_SECRET: expected at least {SHORTEST_CALLBACK_SECRET} random letters and digits (it stands"
            " in the address that the vendor calls)"
        )


def refuse_unusable_folder(folder: Path) -> None:
    """Raise SettingError for a folder that `make_private` could not make or would refuse. Writes nothing."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise SettingError(f"{folder}: {there} 不是能写的文件夹 (no folder that can be written)")
    if os.statvfs(there).f_blocks == 0:  # /proc and its like let root pass `access`, but hold no files
        raise SettingError(f"{folder}: {there} 不能写 (no place for files)")
    found = there.stat()
    if there == folder and (found.st_mode & stat.S_ISVTX or found.st_uid != os.geteuid()):
        raise SettingError(f"{folder}: expected a folder of its own, not one that others use")


def kept_secret(home: Path, name: str, *, write_secrets: bool = True) -> str:
    """The secret in `home/secrets/{name}` (mode 0600), made at random the first time.

    With `write_secrets` off a missing secret is not stored, so each call returns another one. Raises SettingError if the
    file is empty (a machine that stopped before it was written), as everybody knows an empty secret.
    """
    folder = home / "secrets"
    path = folder / name
    if not path.exists() and not write_secrets:
        return secrets.token_urlsafe(32)
    if not path.exists():
        make_private(home)
        folder.mkdir(exist_ok=True, mode=0o700)
        fresh = folder / f".{name}.{secrets.token_hex(4)}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(fresh, path)  # the first process wins; the others read its file
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    secret = path.read_text(encoding="ascii").strip()
    if not secret:
        raise SettingError(f"{path}: empty. Remove it, and the next start makes a new one")
    return secret
