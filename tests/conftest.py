"""A real office in a folder of its own, and the doors into it, for every test that wants one."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import typst
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from sqlite_utils import Database
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from kiosk.app import create_app
from kiosk.base.config import read_secret
from kiosk.db import get_db
from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.store.answers.responses import UNSUR
from kiosk.store.engine.connection import is_on_sqlite
from kiosk.store.engine.connection import open_database
from kiosk.store.migrations.schema import migrate
from tests import postgres
from tests.recycled import recycle
from tests.speed import collect_rarely
from tests.speed import hash_cheaply
from tests.speed import keep_bytecode
from tests.speed import use_memory_for_files
from tests.write_lock import watched

recycle()
keep_bytecode()
collect_rarely()
hash_cheaply()
use_memory_for_files()

# A deadline per example fails on a busy machine, whatever the code does.
settings.register_profile("ikm", deadline=None)
settings.load_profile("ikm")

# Friday 31 May 2024, 09:12 in Banjarbaru (WITA).
NOW = datetime(2024, 5, 31, 1, 12, tzinfo=UTC)
PASSWORD = "kata-sandi-uji"
SERVICES = ("Kartu Keluarga", "KTP elektronik", "Surat pindah")


# What is always tested on both engines; the rest is with `pytest --both-engines`.
ON_BOTH_ENGINES = (
    "tests.store.",
    "tests.kiosk.test_api",
    "tests.kiosk.test_exchange.test_what_one_engine_sends_the_other_takes",
    "tests.kiosk.test_checkup.test_the_advice_fits_the_engine",
    "tests.kiosk.test_ledger.test_postgresql_has_a_ledger_as_well",
    "tests.kiosk.test_results",
    "tests.kiosk.test_publishing",
    "tests.kiosk.test_retention",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our one option."""
    parser.addoption("--both-engines", action="store_true", help="run every database test on PostgreSQL too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what uses the database on SQLite and on PostgreSQL."""
    if "engine" not in metafunc.fixturenames or metafunc.definition.get_closest_marker("sqlite_only"):
        return
    name = f"{metafunc.module.__name__}.{metafunc.function.__name__}"
    if metafunc.config.getoption("both_engines") or name.startswith(ON_BOTH_ENGINES):
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(autouse=True)
def files_in_transactions() -> Iterator[list[str]]:
    """What the test did to files while the database's write lock was held: nothing."""
    with watched() as found:
        yield found
    assert not found


@pytest.fixture(autouse=True)
def own_strays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `ikm check` not find what killed tests have left in the temp directory."""
    monkeypatch.setattr("kiosk.operations.strays.gettempdir", lambda: str(tmp_path / "temp"))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server that is this test run's own."""
    with postgres.server() as url:
        yield url


@pytest.fixture
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Which engine every application made in this test uses; its database is empty."""
    name: str = getattr(request, "param", "sqlite")
    monkeypatch.delenv("IKM_DATABASE", raising=False)
    if name == "sqlite":
        yield name
        return
    url = request.getfixturevalue("postgres_url")
    monkeypatch.setenv("IKM_DATABASE", url)
    yield name
    postgres.empty(url)


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance where no office is yet, to copy: migrating takes longer than most tests."""
    folder = tmp_path_factory.mktemp("instance")
    db = open_database(folder / "ikm.db")
    migrate(db)
    db.close()
    read_secret(folder / "secret")
    return folder


@pytest.fixture(scope="session")
def founded(
    untouched: Path, password_hash: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Office]:
    """An instance with an office, to copy where a test uses `office`."""
    folder = tmp_path_factory.mktemp("founded") / "instance"
    shutil.copytree(untouched, folder)
    db = open_database(folder / "ikm.db")
    office = _found_office(db, password_hash)
    db.close()
    return folder, office


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path, untouched: Path, engine: str) -> Iterator[Flask]:
    """The application, its clock standing at `NOW`, on an empty instance or on that of `office`."""
    if engine == "sqlite":
        is_founded = "founded" in request.fixturenames
        shutil.copytree(
            request.getfixturevalue("founded")[0] if is_founded else untouched, tmp_path / "instance"
        )
    app = create_app(tmp_path / "instance")
    app.config.update(TESTING=True, CLOCK=lambda: NOW)
    yield app
    app.extensions["ikm_connections"].close()


@pytest.fixture
def db(app: Flask) -> Database:
    """The app's own database; its context ends here, as an open one would share `g` between requests."""
    with app.app_context():
        return get_db()


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One that is checked quickly; those that the application makes are slow on purpose."""
    return generate_password_hash(PASSWORD, "pbkdf2:sha256:1")


@pytest.fixture
def office(app: Flask, engine: str, founded: tuple[Path, Office], password_hash: str) -> Office:
    """An office with three services, an admin `admin`, a tablet and a QR code."""
    if engine == "sqlite":
        return founded[1]
    with app.app_context():
        return _found_office(get_db(), password_hash)


def _found_office(db: Database, password_hash: str) -> Office:
    return found_office(
        db,
        name="Kecamatan Sungai Jernih",
        agency="Pemerintah Kota Sungai Jernih",
        address="Jalan Contoh Nomor 1",
        place="Sungai Jernih",
        signatory_title="Camat Sungai Jernih",
        signatory_name="Fulanah binti Fulan, S.Contoh",
        signatory_nip="190001012000012001",
        timezone="Asia/Makassar",
        services=SERVICES,
        admin={"username": "admin", "name": "Admin Contoh", "password_hash": password_hash},
        now=NOW,
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    return app.test_client()


@dataclass
class Staff:
    """A browser with a logged-in user; posts carry the token of the page they come from."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def post(self, path: str, data: dict[str, Any], page: str = "/staf/kelola/") -> TestResponse:
        """Send a form of `page` to `path`."""
        return self.client.post(path, data={"csrf_token": token(self.client, page), **data})

    def confirm(self, path: str, data: dict[str, Any], page: str = "/staf/kelola/") -> TestResponse:
        """Send a form of `page` to `path`, and then the answer to the question that comes back."""
        question = self.post(path, data, page)
        assert question.status_code == 200, question.text
        assert 'name="konfirmasi" value="ya"' in question.text
        return self.post(path, {**data, "konfirmasi": "ya"}, page)


def token(client: FlaskClient, page: str) -> str:
    """The CSRF token in the forms of `page`."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found, f"no form on {page}"
    return found[1]


@pytest.fixture
def staff(client: FlaskClient, office: Office) -> Staff:
    """The office's admin, logged in."""
    log_in(client)
    return Staff(client)


def log_in(client: FlaskClient, username: str = "admin", password: str = PASSWORD) -> TestResponse:
    """Fill in the log-in page."""
    return client.post(
        "/masuk", data={"csrf_token": token(client, "/masuk"), "username": username, "password": password}
    )


def answer(collector: str, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A valid JSON response, the `number`-th of its kind."""
    return {
        "id": f"{number:032x}",
        "collector": collector,
        "answered_at": "2024-05-31T09:00:00+08:00",
        "service": "kartu-keluarga",
        "answers": dict.fromkeys(UNSUR, 3),
        "profile": {"sex": "P", "age_band": "26-35", "education": "S1", "occupation": "Swasta"},
        "comment": "Pelayanan baik.",
        **changes,
    }


def read_everything(db: Database) -> str:
    """All stored rows, as read from a copy of the database."""
    tables = "select name from sqlite_master where type = 'table'"
    if not is_on_sqlite(db):
        tables = (
            "select table_name as name from information_schema.tables where table_schema = current_schema()"
        )
    names = [row["name"] for row in db.execute(tables).fetchall()]
    return "\n".join(str(tuple(row)) for name in names for row in db.execute(f"select * from {name}"))  # noqa: S608


def draw_logo() -> bytes:
    """A small picture as PNG."""
    png = typst.compile(b"#set page(width: 9pt, height: 9pt)", format="png")
    assert isinstance(png, bytes)
    return png
