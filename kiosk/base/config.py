"""The instance folder of an office, and settings from the environment."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from flask import Flask


class BadSetting(ValueError):
    """An environment variable has an unusable value; the message says how to write it, in Indonesian."""


# The backup folder in an instance.
BACKUPS = "cadangan"
_CHECKOUT = Path(__file__).resolve().parents[2]


def default_instance() -> Path:
    """The folder with the database and the secret.

    `IKM_INSTANCE` if set; in a checkout its own `instance/`; from a wheel, `instance/` in the current folder.
    """
    if chosen := os.environ.get("IKM_INSTANCE"):
        return Path(chosen)
    home = _CHECKOUT if (_CHECKOUT / "setup.cfg").exists() else Path.cwd()
    return home / "instance"


def backup_folder(app: Flask) -> Path:
    """The folder of this instance's backups."""
    return Path(app.instance_path) / BACKUPS


def configure(app: Flask) -> None:
    """Fill `app.config`: safe defaults, then `IKM_*` from the environment, then the instance's secret."""
    app.config.from_mapping(
        DATABASE=str(Path(app.instance_path) / "ikm.db"),
        BASE_URL=None,
        # The host names that requests may be for, with commas between; every other is refused.
        HOSTS=None,
        # A second folder for backups, such as on a USB disk.
        BACKUP_FOLDER=None,
        BACKUPS_KEPT="7/4/12",
        # The mail server for early warnings, `HOST` or `HOST:PORT`, and its account; none: nothing is sent.
        SMTP_HOST=None,
        SMTP_USER=None,
        SMTP_PASSWORD=None,
        SMTP_FROM=None,
        # Where the journals' heads are mailed after each daily backup, so that they lie outside the office.
        HEADS_TO=None,
        LOG_LEVEL="INFO",
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=512 * 1024,
        # The URLs of static files contain a version, so browsers may cache them for a year.
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600,
        # The server ends sessions earlier (`sessions.IDLE_LIFETIME`); the cookie still says whose it was.
        PERMANENT_SESSION_LIFETIME=7 * 24 * 3600,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # No expiry: a form that was filled in slowly must not be lost.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.config.from_prefixed_env("IKM")
    if not app.config["DATABASE"]:
        raise BadSetting("IKM_DATABASE kosong: isi dengan alamat postgresql://…, atau hapus setelan itu")
    app.config["BACKUPS_KEPT"] = _read_kept(str(app.config["BACKUPS_KEPT"]))
    app.config["BASE_URL"] = (app.config["BASE_URL"] or "").rstrip("/") or None
    app.config["SECRET_KEY"] = read_secret(Path(app.instance_path) / "secret")
    is_secure = (app.config["BASE_URL"] or "").startswith("https:")
    # Browsers accept a cookie with this prefix from this host only, and over HTTPS only.
    app.config["COOKIE_PREFIX"] = "__Host-" if is_secure else ""
    app.config["SESSION_COOKIE_NAME"] = app.config["COOKIE_PREFIX"] + "ikm"
    app.config["SESSION_COOKIE_SECURE"] = is_secure


def _read_kept(text: str) -> tuple[int, int, int]:
    """For how many days, weeks and months the last backup of each is kept: `7/4/12`."""
    parts = re.fullmatch(r"(\d{1,3})/(\d{1,3})/(\d{1,3})", text)
    if parts is None or int(parts[1]) < 1:
        raise BadSetting(
            f"IKM_BACKUPS_KEPT “{text}” tidak dapat dipakai: tulis banyaknya hari/minggu/bulan, "
            "mis. 7/4/12, sedikitnya 1 hari"
        )
    return int(parts[1]), int(parts[2]), int(parts[3])


def make_instance(folder: Path) -> None:
    """Make the instance folder, readable by its owner alone.

    The mode of an existing folder is changed only if it is this program's: empty, or with the secret in it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = {path.name for path in folder.iterdir()} - {".gitkeep"}
    if not names or "secret" in names:
        with contextlib.suppress(OSError):
            folder.chmod(0o700)
    with contextlib.suppress(OSError):
        (folder / "ikm.db").chmod(0o600)


def read_secret(path: Path) -> str:
    """The instance's secret key, created on first use and readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret := secrets.token_hex(32))
    return secret


def renew_secret(path: Path) -> None:
    """Replace the secret key by a new one."""
    fresh = path.with_name("secret.new")
    fresh.unlink(missing_ok=True)
    read_secret(fresh)
    fresh.replace(path)
