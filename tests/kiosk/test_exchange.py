"""Offices with servers of their own send bundles; the city's holds the same figures, or says why not."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from sqlite_utils import Database

from kiosk import create_app
from kiosk.bundles import Key
from kiosk.bundles import write
from kiosk.cli import main
from kiosk.db import get_db
from kiosk.offices import Office
from kiosk.offices import found_office
from kiosk.publishing import freeze
from kiosk.store import comments
from kiosk.store import copies
from kiosk.store import goals
from kiosk.store import journal
from kiosk.store import publications
from kiosk.store import responses
from kiosk.store import retention
from kiosk.store import rollups
from kiosk.store import units
from kiosk.store.chain import find_break
from kiosk.store.errors import KeptElsewhere
from kiosk.store.goals import Goal
from kiosk.store.rollups import Part
from kiosk.store.tallies import check_tallies
from kiosk.store.units import UnitYear
from kiosk.summary import summarise
from scoring import Period
from tests import postgres
from tests.conftest import NOW
from tests.conftest import answer
from tests.kiosk.offices_data import record

MAY = Period.parse("2024-05")
CODE = "sungai-jernih"


class Exchange:
    """An office's server (`app`) and the city's, used through the command line."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, office: Path) -> None:
        self.folder, self.office, self.city = folder, office, folder / "city"
        self._monkeypatch = monkeypatch

    def run(self, instance: Path, *words: str | Path) -> Result:
        self._monkeypatch.setenv("IKM_INSTANCE", str(instance))
        return CliRunner().invoke(main, [str(word) for word in words])

    def export(self, name: str, *words: str) -> Path:
        target = self.folder / name
        done = self.run(self.office, "export", "--kunci", self.folder / "kunci", "-o", target, *words)
        assert done.exit_code == 0, done.output
        return target

    def merge(self, bundle: Path, *words: str) -> Result:
        return self.run(self.city, "merge", bundle, *words)

    @contextmanager
    def at_city(self) -> Iterator[Database]:
        app = create_app(self.city)
        with app.app_context():
            yield get_db()
        app.extensions["ikm_connections"].close()


@pytest.fixture
def both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Flask, db: Database, office: Office
) -> Exchange:
    """The office with everything a journal can tell of, and an empty city that gave it a key."""
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 500, "87.50"), NOW)
    service = units.list_services(db, office.unit.unit_id)[0]
    ids = record(db, office, "2024-05-10", 12, service_id=service.service_id, comment="Pak Budi baik.")
    unit_id = office.unit.unit_id
    who: dict[str, Any] = {"person_id": office.admin.person_id, "now": NOW}
    for response_id in ids[:2]:
        responses.exclude_response(db, unit_id=unit_id, response_id=response_id, reason="Uji coba", **who)
    responses.restore_response(db, unit_id=unit_id, response_id=ids[1], **who)
    publications.publish(db, unit_id=unit_id, frozen=freeze(summarise(db, office.unit, MAY, NOW)), **who)
    comments.redact_suggestion(db, unit_id, ids[5], [1], seen="Pak Budi baik.", **who)
    exchange = Exchange(tmp_path, monkeypatch, Path(app.instance_path))
    with exchange.at_city() as city:
        found_office(
            city, name="Kota", timezone="Asia/Makassar", services=(), now=NOW,
            admin={"username": "kota", "name": "Kota", "password_hash": "x"},
        )  # fmt: skip
    key = exchange.run(exchange.city, "merge-key", CODE)
    assert key.exit_code == 0
    (tmp_path / "kunci").write_text(key.output)
    return exchange


@pytest.mark.parametrize("parts", [(), ("--profil",), ("--profil", "--saran")])
def test_a_merged_unit_is_the_offices_own_to_the_last_digit(
    both: Exchange, db: Database, office: Office, parts: tuple[str, ...]
) -> None:
    bundle = both.export("a", *parts)
    unknown = both.merge(bundle)
    assert unknown.exit_code == 2 and "--di-bawah" in unknown.output
    done = both.merge(bundle, "--di-bawah", "kota")
    assert done.exit_code == 0, done.output
    assert "mata rantai 1 s.d. 25 digabung" in done.output
    text = bundle.read_text()
    assert ('"sex"' in text.split('"tally"')[0], "Budi" in text) == ("--profil" in parts, "--saran" in parts)

    unit_id = office.unit.unit_id
    with both.at_city() as city:
        top = units.find_unit(city, "kota").unit_id
        ours, theirs = (
            rollups.tally_units(source, root, MAY.start, MAY.end, Part())
            for source, root in ((city, top), (db, unit_id))
        )
        assert ours == theirs and ours[unit_id].respondents == 11
        assert journal.get_head(city, unit_id) == journal.get_head(db, unit_id)
        assert find_break(city, unit_id) is None and check_tallies(city) == []
        assert publications.list_publications(city, unit_id) == publications.list_publications(db, unit_id)
        assert units.get_year(city, unit_id, 2024).population == 500
    again = both.merge(bundle)
    assert again.exit_code == 0 and "semuanya sudah digabung" in again.output
    # The rest of `ikm check` speaks of backups and modes.
    assert "Jurnal" not in both.run(both.city, "check").output


def test_only_what_is_new_is_sent_and_gaps_are_named(both: Exchange, db: Database, office: Office) -> None:
    assert both.merge(both.export("a"), "--di-bawah", "kota").exit_code == 0
    record(db, office, "2024-05-20", 2)
    second = both.export("b", "--since", "25")
    assert second.read_text().count('"link"') == 2
    record(db, office, "2024-05-21", 3)
    gap = both.merge(both.export("c", "--since", "27"))
    assert gap.exit_code == 1 and "sampai mata rantai 25" in gap.output and "--since 25" in gap.output
    overlapping = both.export("d", "--since", "2024-05-01")
    assert "s.d. 30 digabung" in both.merge(overlapping).output
    # A bundle from before changes nothing any more.
    assert both.merge(second).exit_code == 0
    with both.at_city() as city:
        assert journal.get_head(city, office.unit.unit_id) == journal.get_head(db, office.unit.unit_id)


def test_profiles_deleted_at_the_office_go_from_the_city_too(
    both: Exchange, db: Database, office: Office
) -> None:
    assert both.merge(both.export("a", "--profil", "--saran"), "--di-bawah", "kota").exit_code == 0
    unit_id = office.unit.unit_id
    retention.set_retention(db, unit_id, retention.Retention(1, 1))
    retention.purge(db, unit_id, NOW.date().replace(year=2025), NOW)
    done = both.merge(both.export("b", "--since", "25", "--profil", "--saran"))
    assert done.exit_code == 0, done.output
    with both.at_city() as city:
        for table in ("profiles", "comments"):
            assert city.execute(f"select count(*) as n from {table}").fetchone()["n"] == 0  # noqa: S608


def test_an_office_restored_from_an_old_backup_is_a_named_fork(
    both: Exchange, db: Database, office: Office, tmp_path: Path
) -> None:
    restored = tmp_path / "restored"
    copies.copy_database(both.office / "ikm.db", restored / "ikm.db")
    record(db, office, "2024-05-20", 2)
    assert both.merge(both.export("a"), "--di-bawah", "kota").exit_code == 0
    both.office = restored
    app = create_app(restored)
    with app.app_context():
        record(get_db(), office, "2024-05-22", 3)
    app.extensions["ikm_connections"].close()
    for words in ((), ("--since", "26"), ("--since", "27")):
        forked = both.merge(both.export("b", *words))
        assert forked.exit_code == 1 and "jurnal bercabang di mata rantai" in forked.output, forked.output


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (lambda lines: [*lines[:17], lines[17].replace('"persyaratan":3', '"persyaratan":4'), *lines[18:]], 1,
         "tanda tangannya tidak cocok"),
        (lambda lines: lines[:-1], 2, "berkasnya terpotong"),
        (lambda lines: ["ini bukan kiriman"], 2, "bukan berkas kiriman"),
        (lambda lines: [lines[0].replace("ikm-kiriman-1", "ikm-kiriman-9"), *lines[1:]], 2, "perbarui"),
    ],
)  # fmt: skip
def test_a_file_that_was_changed_is_refused_whole(
    both: Exchange, change: object, code: int, message: str
) -> None:
    bundle = both.export("a")
    bundle.write_text("\n".join(change(bundle.read_text().splitlines())) + "\n")  # type: ignore[operator]
    refused = both.merge(bundle, "--di-bawah", "kota")
    assert refused.exit_code == code and message in refused.output, refused.output
    with both.at_city() as city:
        assert [unit.code for unit in units.list_units(city)] == ["kota"]


@pytest.mark.parametrize(
    ("find", "put", "message"),
    [
        ('"persyaratan":3', '"persyaratan":4', "isinya diubah"),
        ('"reason":"Uji coba"', '"reason":"Lain"', "isinya diubah"),
        ('"tally":{"month":"2024-05"', '"tally":{"month":"2024-04"', "hitungan bulanan"),
    ],
)
def test_an_edit_that_its_office_signed_is_named_by_its_link(
    both: Exchange, find: str, put: str, message: str
) -> None:
    bundle = both.export("a")
    assert find in bundle.read_text()
    first, *items = [json.loads(line) for line in bundle.read_text().replace(find, put, 1).splitlines()]
    write(bundle, Key.parse((both.folder / "kunci").read_text()), first, items[:-1])
    refused = both.merge(bundle, "--di-bawah", "kota")
    assert refused.exit_code == 1 and message in refused.output, refused.output
    with both.at_city() as city:
        assert [unit.code for unit in units.list_units(city)] == ["kota"]


def test_a_replaced_key_and_another_offices_are_worth_nothing(both: Exchange, office: Office) -> None:
    bundle = both.export("a")
    other = both.run(both.city, "merge-key", "lain").output
    (both.folder / "kunci").write_text(other)
    assert both.merge(both.export("b"), "--di-bawah", "kota").exit_code == 0
    # The unit has its place under the other code now.
    taken = both.merge(bundle, "--di-bawah", "kota")
    assert taken.exit_code == 1 and "di sini berkode lain" in taken.output
    both.run(both.city, "merge-key", "lain", "--ganti")
    old = both.merge(both.export("c"))
    assert old.exit_code == 1 and "tidak berlaku" in old.output


def test_a_merged_unit_takes_no_answers_here(both: Exchange, office: Office) -> None:
    assert both.merge(both.export("a"), "--di-bawah", "kota").exit_code == 0
    app = create_app(both.city)
    app.config.update(TESTING=True, CLOCK=lambda: NOW)
    reply = app.test_client().post(
        "/api/responses", json=answer(office.tablet.code, answered_at="2024-05-31T09:12:30+08:00")
    )
    assert reply.status_code == 410
    with app.app_context():
        city = get_db()
        with pytest.raises(KeptElsewhere):
            record(city, office, "2024-05-20", 1)
        with pytest.raises(KeptElsewhere):
            units.create_service(city, unit_id=office.unit.unit_id, code="x", name="X", now=NOW)
    app.extensions["ikm_connections"].close()


def test_what_explains_the_figures_is_vouched_for_by_the_office_at_the_city_too(
    both: Exchange, db: Database, office: Office
) -> None:
    unit_id = office.unit.unit_id
    goals.set_goal(db, unit_id, Goal(2026, "88.50"), NOW)
    assert both.merge(both.export("a"), "--di-bawah", "kota").exit_code == 0
    units.update_unit(db, unit_id, {"name": "Kecamatan Baru"}, NOW)
    units.set_year(db, unit_id, UnitYear(2024, 600, "88.00"), NOW)
    assert both.merge(both.export("b", "--since", "26")).exit_code == 0
    with both.at_city() as city:
        top = units.find_unit(city, "kota").unit_id
        assert [find_break(city, unit) for unit in (top, unit_id)] == [None, None]
        assert units.get_unit(city, unit_id).name == "Kecamatan Baru"
        with pytest.raises(KeptElsewhere):
            units.set_year(city, unit_id, UnitYear(2024, 1, "60.00"), NOW)
        goals.set_goal(city, unit_id, Goal(2029, "90.00"), NOW)
        city.execute("update units set code = 'lain' where unit_id = ?", [unit_id])
        city.execute("update unit_years set population = 1")
        assert [found and found.kind for found in map(find_break, [city] * 2, (top, unit_id))] == [
            "place",
            "year",
        ]


def test_no_command_changes_a_merged_unit(both: Exchange) -> None:
    assert both.merge(both.export("a", "--saran"), "--di-bawah", "kota").exit_code == 0
    days = ("--dari", "2024-05-01", "--sampai", "2024-05-31")
    erase = ("personal", "delete", *days, "--bagian", "saran", "--alasan", "Permintaan", "--ya")
    file = both.folder / "mei.csv"
    file.write_text("U1;U2;U3;U4;U5;U6;U7;U8;U9\n" + "4;4;4;4;4;4;4;4;4\n" * 3)
    bring = ("import", file, "--oleh", "kota", "--bulan", "2024-05", "--ya")
    for words in (erase, bring):
        done = both.run(both.city, *words, "--unit", CODE)
        assert done.exit_code == 2 and "dijaga servernya sendiri" in done.output, done.output


@pytest.mark.parametrize("since", ["9" * 20, "0001-01-01", "kemarin"])
def test_a_start_that_cannot_be_is_refused(both: Exchange, since: str) -> None:
    words = ("--kunci", both.folder / "kunci", "-o", both.folder / "a", "--since", since)
    done = both.run(both.office, "export", *words)
    assert done.exit_code == 2 and "nomor mata rantai (147) atau tanggal" in done.output


def test_a_spoilt_key_is_refused_before_anything_is_written(both: Exchange) -> None:
    key = both.folder / "kunci"
    key.write_text(key.read_text().strip()[:-1] + "z")
    done = both.run(both.office, "export", "--kunci", key, "-o", both.folder / "a")
    assert done.exit_code == 2 and "kunci tidak dapat dibaca" in done.output
    assert not (both.folder / "a").exists()


@pytest.mark.sqlite_only
def test_a_city_on_postgresql_takes_the_same(
    both: Exchange, office: Office, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = both.export("a", "--profil", "--saran")
    shutil.rmtree(both.city)
    monkeypatch.setenv("IKM_DATABASE", postgres_url)
    try:
        with both.at_city() as city:
            found_office(
                city, name="Kota", timezone="Asia/Makassar", services=(), now=NOW,
                admin={"username": "kota", "name": "Kota", "password_hash": "x"},
            )  # fmt: skip
        key = Key.parse(both.run(both.city, "merge-key", CODE).output)
        first, *items = [json.loads(line) for line in bundle.read_text().splitlines()]
        write(bundle, key, first, items[:-1])
        done = both.merge(bundle, "--di-bawah", "kota")
        assert done.exit_code == 0, done.output
        assert "sudah digabung" in both.merge(bundle).output
    finally:
        postgres.empty(postgres_url)
