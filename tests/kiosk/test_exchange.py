"""Offices with servers of their own send bundles; the city's holds the same figures, or says why not."""

import copy
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from kiosk.app import create_app
from kiosk.base.formatting import decimal
from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.db import get_db
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.bundles import BundleKey
from kiosk.operations.bundles import write
from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.papers import rekap
from kiosk.questionnaire import catalogue
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.extras import Translation
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.own import parse_own
from kiosk.store.answers import imports
from kiosk.store.answers import responses
from kiosk.store.answers import retention
from kiosk.store.answers import rollups
from kiosk.store.answers import suggestions
from kiosk.store.answers.extra_answers import count_extra_answers
from kiosk.store.answers.retention import PARTS
from kiosk.store.answers.rollups import AnswerFilter
from kiosk.store.answers.tallies import check_tallies
from kiosk.store.engine import copies
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.engine.errors import KeptElsewhere
from kiosk.store.exchange.checking import check_line
from kiosk.store.journal import journal
from kiosk.store.journal import restored_backups
from kiosk.store.journal.chain import find_break
from kiosk.store.journal.journal import Head
from kiosk.store.journal.kinds.base import BundleLine
from kiosk.store.offices import goals
from kiosk.store.offices import units
from kiosk.store.offices.extra_questions import add_extra_question
from kiosk.store.offices.extra_questions import ask_importance
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.extra_questions import list_importance
from kiosk.store.offices.extra_questions import retire_extra_question
from kiosk.store.offices.extra_questions import translate_extra_question
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.questionnaires import list_choices
from kiosk.store.offices.questionnaires import set_questionnaire
from kiosk.store.offices.units import UnitYear
from kiosk.store.results import publications
from tests import postgres
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import answer
from tests.kiosk.offices_data import record
from tests.store.samples import new_response

MAY = Period.parse("2024-05")
CODE = "sungai-jernih"


class Exchange:
    """An office's server (`app`) and the city's, used through the command line; each may be on PostgreSQL."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, office: Path) -> None:
        self.folder, self.office, self.city = folder, office, folder / "city"
        self._monkeypatch = monkeypatch
        self._addresses = {office: os.environ.get("IKM_DATABASE")}

    def found_city(self, address: str | None = None) -> None:
        """An empty city that gives the office a key."""
        self._addresses[self.city] = address
        with self.at_city() as city:
            found_office(
                city, name="Kota", timezone="Asia/Makassar", services=(), now=NOW,
                admin={"username": "kota", "name": "Kota", "password_hash": "x"},
            )  # fmt: skip
        key = self.run(self.city, "merge-key", CODE)
        assert key.exit_code == 0
        (self.folder / "kunci").write_text(key.output)

    def use(self, instance: Path) -> None:
        """Run commands on this server from here on."""
        self._monkeypatch.setenv("IKM_INSTANCE", str(instance))
        if address := self._addresses.get(instance):
            self._monkeypatch.setenv("IKM_DATABASE", address)
        else:
            self._monkeypatch.delenv("IKM_DATABASE", raising=False)

    def run(self, instance: Path, *words: str | Path) -> Result:
        self.use(instance)
        return CliRunner().invoke(main, [str(word) for word in words])

    def export(self, name: str, *words: str) -> Path:
        target = self.folder / name
        done = self.run(self.office, "export", "--kunci", self.folder / "kunci", "-o", target, *words)
        assert done.exit_code == 0, done.output
        return target

    def merge(self, bundle: Path, *words: str) -> Result:
        return self.run(self.city, "merge", bundle, *words)

    def sign(self, bundle: Path, items: list[BundleLine]) -> None:
        """Write the items, the manifest first, as the office's key signs them."""
        write(bundle, BundleKey.parse((self.folder / "kunci").read_text()), items[0], items[1:])

    @contextmanager
    def at_city(self) -> Iterator[Database]:
        self.use(self.city)
        app = create_app(self.city)
        with app.app_context():
            yield get_db()
        app.extensions["ikm_connections"].close()


@pytest.fixture
def both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Flask, db: Database, office: Office
) -> Exchange:
    """The office with links of many kinds in its journal, and an empty city that gave it a key."""
    units.set_year(db, office.unit.unit_id, UnitYear(2024, 500, "87.50"), NOW)
    service = units.list_services(db, office.unit.unit_id)[0]
    ids = record(db, office, "2024-05-10", 12, service_id=service.service_id, comment="Pak Budi baik.")
    unit_id = office.unit.unit_id
    who: dict[str, Any] = {"person_id": office.admin.person_id, "now": NOW}
    for response_id in ids[:2]:
        responses.exclude_responses(db, unit_id=unit_id, response_ids=[response_id], reason="Uji coba", **who)
    responses.restore_responses(db, unit_id=unit_id, response_ids=[ids[1]], **who)
    publish(db, summarise(db, office.unit, MAY, NOW), **who)
    suggestions.redact_suggestion(db, unit_id, ids[5], [1], seen="Pak Budi baik.", **who)
    exchange = Exchange(tmp_path, monkeypatch, Path(app.instance_path))
    exchange.found_city()
    return exchange


def read(bundle: Path) -> list[BundleLine]:
    """What a bundle says, without its signature."""
    return [json.loads(line) for line in bundle.read_text().splitlines()[:-1]]


def find(items: list[BundleLine], kind: str) -> BundleLine:
    """The first item with a link of that kind."""
    return next(item for item in items if item.get("link", {}).get("kind") == kind)


@pytest.mark.parametrize("parts", [(), ("--profil",), ("--profil", "--saran")])
def test_a_merged_unit_is_the_offices_own_to_the_last_digit(
    both: Exchange, db: Database, office: Office, parts: tuple[str, ...]
) -> None:
    bundle = both.export("a", *parts)
    unknown = both.merge(bundle)
    assert unknown.exit_code == 2 and "--di-bawah" in unknown.output
    done = both.merge(bundle, "--di-bawah", "kota")
    assert done.exit_code == 0, done.output
    assert "mata rantai 1 s.d. 26 digabung" in done.output
    text = bundle.read_text()
    assert ('"sex"' in text.split('"tally"')[0], "Budi" in text) == ("--profil" in parts, "--saran" in parts)

    unit_id = office.unit.unit_id
    with both.at_city() as city:
        top = units.find_unit(city, "kota").unit_id
        ours, theirs = (
            rollups.tally_units(source, root, MAY.start, MAY.end, AnswerFilter())
            for source, root in ((city, top), (db, unit_id))
        )
        assert ours == theirs and sum(part.respondents for part in ours[unit_id].values()) == 11
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
    second = both.export("b", "--since", "26")
    assert second.read_text().count('"link"') == 2
    record(db, office, "2024-05-21", 3)
    gap = both.merge(both.export("c", "--since", "28"))
    assert gap.exit_code == 1 and "sampai mata rantai 26" in gap.output and "--since 26" in gap.output
    overlapping = both.export("d", "--since", "2024-05-01")
    assert "s.d. 31 digabung" in both.merge(overlapping).output
    # An older bundle changes nothing.
    assert both.merge(second).exit_code == 0
    with both.at_city() as city:
        assert journal.get_head(city, office.unit.unit_id) == journal.get_head(db, office.unit.unit_id)


def erase(both: Exchange, part: str) -> None:
    """Erase that part of the office's responses of the 21st."""
    days = ("--dari", "2024-05-21", "--sampai", "2024-05-21")
    done = both.run(
        both.office, "personal", "delete", *days, "--bagian", part, "--alasan", "Permintaan", "--ya"
    )
    assert "dari 2 jawaban" in done.output


def test_what_is_deleted_at_the_office_goes_from_the_city_too(
    both: Exchange, db: Database, office: Office
) -> None:
    parts = ("--profil", "--saran")
    first, _ = record(db, office, "2024-05-21", 2, comment="Bu Sari ramah.")
    assert both.merge(both.export("a", *parts), "--di-bawah", "kota").exit_code == 0
    unit_id = office.unit.unit_id

    def take(name: str, since: int, *words: str) -> dict[str, int]:
        done = both.merge(both.export(name, "--since", str(since), *words))
        assert done.exit_code == 0, done.output
        with both.at_city() as city:
            assert find_break(city, unit_id) is None and check_tallies(city) == []
            sql = "select count(*) as n from {}"
            return {part: city.execute(sql.format(part)).fetchone()["n"] for part in PARTS.values()}

    erase(both, "profil")
    assert take("b", 27, *parts) == {"profiles": 12, "comments": 14}
    # Where suggestions are no longer sent, one that was redacted since is deleted.
    who: dict[str, Any] = {"person_id": office.admin.person_id, "now": NOW}
    suggestions.redact_suggestion(db, unit_id, first, [1], seen="Bu Sari ramah.", **who)
    assert take("c", 29, "--profil") == {"profiles": 12, "comments": 13}
    erase(both, "saran")
    assert take("d", 30, *parts) == {"profiles": 12, "comments": 12}
    retention.set_retention(db, unit_id, retention.Retention(1, 1))
    retention.purge(db, unit_id, NOW.date().replace(year=2025), NOW)
    assert take("e", 32, *parts) == {"profiles": 0, "comments": 0}


@pytest.mark.sqlite_only
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
    for words in ((), ("--since", "26"), ("--since", "28")):
        forked = both.merge(both.export("b", *words))
        assert forked.exit_code == 1 and "jurnal bercabang di mata rantai" in forked.output, forked.output
    # The way out: the whole journal that the office has now replaces the city's.
    assert "harus kiriman utuh" in both.merge(both.export("c", "--since", "26"), "--dari-awal").output
    done = both.merge(both.export("d", "--profil"), "--dari-awal")
    assert done.exit_code == 0 and "2 jawaban yang dulu digabung tidak ada" in done.output, done.output
    assert "sudah digabung" in both.merge(both.export("e", "--profil")).output
    with both.at_city() as city:
        unit_id = office.unit.unit_id
        assert find_break(city, unit_id) is None and check_tallies(city) == []
        assert journal.get_merged_parts(city, unit_id) == frozenset(("profile",))
        counted = city.execute("select count(*) as n from responses").fetchone()["n"]
        assert counted == 15


def test_a_file_that_was_changed_is_refused_whole(both: Exchange) -> None:
    bundle = both.export("a")
    lines = bundle.read_text().splitlines()
    answer_of_3 = next(line for line in lines if '"persyaratan":3' in line)
    for changed, code, message in (
        ([line.replace('"persyaratan":3', '"persyaratan":4') for line in lines], 1, "tanda tangannya tidak"),
        ([line for line in lines if line != answer_of_3], 1, "tanda tangannya tidak cocok"),
        (lines[:-1], 2, "berkasnya terpotong"),
        (["ini bukan kiriman"], 2, "bukan berkas kiriman"),
        ([lines[0].replace("ikm-kiriman-1", "ikm-kiriman-9"), *lines[1:]], 2, "perbarui"),
    ):
        bundle.write_text("\n".join(changed) + "\n")
        refused = both.merge(bundle, "--di-bawah", "kota")
        assert refused.exit_code == code and message in refused.output, refused.output
    with both.at_city() as city:
        assert [unit.code for unit in units.list_units(city)] == ["kota"]


def test_an_edit_that_its_office_signed_is_named_by_its_link(both: Exchange) -> None:
    bundle = both.export("a")
    honest = bundle.read_text()
    for before, after, message in (
        ('"persyaratan":3', '"persyaratan":4', "isinya diubah"),
        ('"reason":"Uji coba"', '"reason":"Lain"', "isinya diubah"),
        ('"tally":{"month":"2024-05"', '"tally":{"month":"2024-04"', "hitungan bulanan"),
        ('"population":500', f'"population":{10**30}', "bertentangan"),
    ):
        assert before in honest
        bundle.write_text(honest.replace(before, after, 1))
        both.sign(bundle, read(bundle))
        refused = both.merge(bundle, "--di-bawah", "kota")
        assert refused.exit_code == 1 and message in refused.output, refused.output
    with both.at_city() as city:
        assert [unit.code for unit in units.list_units(city)] == ["kota"]


def relink(items: list[BundleLine]) -> list[BundleLine]:
    """The same with a chain that fits again, as an office can make that forges its own journal."""
    first, *rest = copy.deepcopy(items)
    _, previous = first["after"]
    for item in rest:
        if link := item.get("link"):
            if facts := item.get("facts"):
                link["content_hash"] = journal.hash_values(link["kind"], *facts.values())
            link["previous"] = previous
            hashes = (link["content_hash"], link["profile_hash"], link["comment_hash"])
            previous = link["digest"] = journal.hash_link(
                first["unit"]["unit_id"], link["sequence"], link["kind"], link["subject_id"], hashes,
                link["at"], previous,
            )  # fmt: skip
            first["until"] = [link["sequence"], previous]
    return [first, *rest]


def test_a_continuation_is_refused_for_all_that_a_whole_bundle_is(
    both: Exchange, db: Database, office: Office
) -> None:
    start = both.export("a", "--profil", "--saran")
    assert both.merge(start, "--di-bawah", "kota").exit_code == 0
    unit_id = office.unit.unit_id
    who: dict[str, Any] = {"person_id": office.admin.person_id, "now": NOW}
    old = [item["facts"] for item in read(start) if item.get("link", {}).get("kind") == "response"]
    record(db, office, "2024-05-20", 2)
    responses.exclude_responses(
        db, unit_id=unit_id, response_ids=[old[7]["response_id"]], reason="Ganda", **who
    )
    suggestions.redact_suggestion(db, unit_id, old[8]["response_id"], [1], seen="Pak Budi baik.", **who)
    responses.restore_responses(db, unit_id=unit_id, response_ids=[old[0]["response_id"]], **who)
    bundle = both.export("b", "--since", "26", "--profil", "--saran")
    honest = read(bundle)

    def forged(change: Callable[[list[BundleLine]], object]) -> list[BundleLine]:
        change(items := copy.deepcopy(honest))
        return items

    old_subject = find(read(start), "response")["link"]["subject_id"]
    excluded_already = find(read(start), "exclude")["facts"]["response_id"]

    def retell(items: list[BundleLine], **facts: str) -> None:
        """The first response's link refers to an older one."""
        find(items, "response")["link"].update(subject_id=old_subject)
        find(items, "response")["facts"].update(facts)

    forgeries: list[tuple[str, list[BundleLine]]] = [
        ("bercerita tentang lain", relink(forged(retell))),
        ("sudah ada di sini", relink(forged(lambda items: retell(items, **old[0])))),
        ("bertentangan", relink(forged(
            lambda items: find(items, "exclude")["facts"].update(response_id=excluded_already)))),
        ("bertentangan", relink(forged(
            lambda items: find(items, "exclude")["facts"].update(response_id="f" * 32)))),
        ("penyamaran saran", forged(lambda items: find(items, "redact")["comment"].update(text="Lain"))),
        ("dihapus di luar", forged(lambda items: find(items, "redact").pop("comment"))),
        ("(jawaban", forged(lambda items: find(items, "response").pop("profile"))),
        ("isinya diubah", forged(lambda items: find(items, "response")["facts"].update(waktu=1))),
        ("mata rantai 29 (pengec", forged(lambda items: find(items, "exclude")["link"].update(at="2024"))),
        ("hilang atau tidak menyambung", forged(lambda items: items.remove(find(items, "exclude")))),
        ("tahun 2024): isinya diubah", forged(lambda items: items[1]["year"].update(population=9))),
        ("hitungan bulanan", forged(lambda items: items[-1]["tally"].update(month="2023-01"))),
    ]  # fmt: skip
    for message, items in forgeries:
        both.sign(bundle, items)
        refused = both.merge(bundle)
        assert refused.exit_code == 1 and message in refused.output, (message, refused.output)
        with both.at_city() as city:
            assert journal.get_head(city, unit_id) == Head(*honest[0]["after"])
    both.sign(bundle, honest)
    assert "27 s.d. 31 digabung" in both.merge(bundle).output


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("figures", lambda content: content.pop("unit")),
        ("figures", lambda content: content["unit"].update(agency=7)),
        ("figures", lambda content: content["unit"].update(name="a\u202eb")),
        ("figures", lambda content: content["unsur"][3].update(nrr="1e999")),
        ("figures", lambda content: content["unsur"][3].update(name=True)),
        ("figures", lambda content: content["unsur"].append(4)),
        ("figures", lambda content: content.update(ikm="99.00")),
        ("figures", lambda content: content["period"].update(code="<script>")),
        ("figures", lambda content: content.update(respondents=float("nan"))),
        ("details", lambda content: content.pop("services")),
        ("details", lambda content: content["counts"].update(waktu=[1])),
        ("details", lambda content: content.update(services=[["KTP", "banyak", "100.00"]])),
        ("details", lambda content: content.update(first_day="kemarin")),
        ("details", lambda content: content.update(population=2**70)),
        ("details", lambda content: content["interval"].update(estimator={})),
    ],
)
def test_a_publication_that_no_page_could_show_is_refused(
    both: Exchange, text: str, change: Callable[[dict[str, Any]], object]
) -> None:
    bundle = both.export("a")
    items = read(bundle)
    facts = find(items, "publish")["facts"]
    change(content := json.loads(facts[text]))
    facts[text] = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    facts["digest"] = publications.digest_of(facts["figures"])
    both.sign(bundle, relink(items))
    refused = both.merge(bundle, "--di-bawah", "kota")
    assert refused.exit_code == 1 and "publikasi" in refused.output, refused.output


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


def test_what_explains_the_figures_is_attested_by_the_office_at_the_city_too(
    both: Exchange, db: Database, office: Office
) -> None:
    unit_id = office.unit.unit_id
    goals.set_goal(db, unit_id, Goal(2026, "88.50"), NOW)
    fields: dict[str, str | int] = dict.fromkeys(("responses", "rejected", "skipped", "repeated"), 1)
    fields |= {"file_name": "mei.csv", "sha256": "0" * 64, "sheet": "", "column_order": "daftar"}
    fields |= dict.fromkeys(("first_day", "last_day"), "2024-05-02")
    who: dict[str, Any] = {"unit_id": unit_id, "person_id": office.admin.person_id, "now": NOW}
    batch = imports.start_import(db, import_id="impor", fields=fields, again=False, **who)
    imports.undo_import(db, batch, office.admin.person_id, NOW)
    restored_backups.record_restored_backup(db, "ikm.db", {}, {}, NOW)
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
        goals.set_goal(city, unit_id, Goal(2029, "90.00"), NOW)  # the city's own, told by its journal
        assert [find_break(city, unit) for unit in (top, unit_id)] == [None, None]
        for deed, found in (
            ("update unit_years set population = 1", [None, "year"]),
            ("update unit_goals set target_ikm = '60.00'", ["goal", "year"]),
            ("update units set code = 'lain' where code = 'sungai-jernih'", ["place", "year"]),
        ):
            city.execute(deed)
            breaks = [find_break(city, unit) for unit in (top, unit_id)]
            assert [one and one.kind for one in breaks] == found


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


def test_a_start_that_cannot_be_is_refused(both: Exchange) -> None:
    words = ("--kunci", both.folder / "kunci", "-o", both.folder / "a", "--since")
    for since in ("9" * 20, "0001-01-01", "kemarin"):
        done = both.run(both.office, "export", *words, since)
        assert done.exit_code == 2 and "nomor mata rantai (147) atau tanggal" in done.output


def test_a_spoilt_key_is_refused_before_anything_is_written(both: Exchange) -> None:
    key = both.folder / "kunci"
    key.write_text(key.read_text().strip()[:-1] + "z")
    done = both.run(both.office, "export", "--kunci", key, "-o", both.folder / "a")
    assert done.exit_code == 2 and "kunci tidak dapat dibaca" in done.output
    assert not (both.folder / "a").exists()


@pytest.mark.skipif(os.name != "posix", reason="limits the size of a file as Unix does")
def test_an_export_that_fails_leaves_what_was_there(both: Exchange, db: Database, office: Office) -> None:
    import resource

    bundle = both.export("a")
    before = bundle.read_bytes()
    record(db, office, "2024-05-20", 50)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        done = both.run(both.office, "export", "--kunci", both.folder / "kunci", "-o", bundle)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert done.exit_code == 2 and "tidak dapat dibaca atau ditulis" in done.output
    assert bundle.read_bytes() == before and not list(both.folder.glob("*.part"))


# Ends itself at the second time that it counts answers, in the middle of the transaction.
_KILLED = """
import os, signal
from kiosk.cli import main
from kiosk.store.answers import tallies
calls, count = iter(range(1)), tallies._shifts
tallies._shifts = lambda *words: (
    count(*words) if next(calls, None) is not None else os.kill(os.getpid(), signal.SIGKILL))
main()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of Unix")
def test_a_merge_that_is_killed_in_the_middle_leaves_nothing(both: Exchange) -> None:
    bundle = both.export("a")
    command = [sys.executable, "-c", _KILLED, "merge", str(bundle), "--di-bawah", "kota"]
    both.use(both.city)
    ended = subprocess.run(command, check=False)  # noqa: S603
    assert ended.returncode == -signal.SIGKILL
    with both.at_city() as city:
        assert [unit.code for unit in units.list_units(city)] == ["kota"]
    assert both.merge(bundle, "--di-bawah", "kota").exit_code == 0


def test_what_one_engine_sends_the_other_takes(
    both: Exchange, db: Database, office: Office, engine: str, request: pytest.FixtureRequest
) -> None:
    """Every kind of link that a journal can have."""
    unit_id, url = office.unit.unit_id, None
    record(db, office, "2024-05-21", 2, comment="Bu Sari ramah.")
    erase(both, "profil")
    retention.set_retention(db, unit_id, retention.Retention(None, 1))
    retention.purge(db, unit_id, NOW.date().replace(year=2025), NOW)
    if engine == "sqlite":
        url = request.getfixturevalue("postgres_url")
        both.city = both.folder / "city on a server"
        both.found_city(url)
    try:
        for name, words in (("a", ("--di-bawah", "kota")), ("b", ())):
            bundle = both.export(name, "--profil", "--saran")
            assert "digabung; IKM" in both.merge(bundle, *words).output
            assert "sudah digabung" in both.merge(bundle).output
            with both.at_city() as city:
                assert journal.get_head(city, unit_id) == journal.get_head(db, unit_id)
                assert find_break(city, unit_id) is None and check_tallies(city) == []
            record(db, office, "2024-05-22", 3)
    finally:
        if url:
            postgres.empty(url)


def test_an_office_with_a_time_zone_that_does_not_exist_does_not_get_into_the_city(
    both: Exchange, office: Office, db: Database
) -> None:
    units.update_unit(db, office.unit.unit_id, {"timezone": "Mars/Base"}, NOW)
    refused = both.merge(both.export("mars.ndjson"), "--di-bawah", "kota")
    assert refused.exit_code == 1 and "zona waktu “Mars/Base” tidak ada" in refused.output
    with both.at_city() as city:
        assert [unit.code for unit in units.list_units(city)] == ["kota"]


def _answer_by_tablet(client: FlaskClient, office: Office, number: int, instrument: str) -> None:
    given = dict.fromkeys(load_rules(instrument).items, 3 + number % 2)
    body = answer(office.tablet.code, number, answers=given, instrument=instrument, profile={"sex": "P"})
    sent = client.post("/api/responses", json=body)
    assert sent.status_code == 201, sent.text


def test_a_questionnaire_that_changes_at_noon_counts_alike_from_the_tablet_to_the_city(
    both: Exchange, app: Flask, client: FlaskClient, staff: Staff, db: Database, office: Office
) -> None:
    unit_id, national = office.unit.unit_id, load_rules("skm-online-2026")
    for number in range(100, 110):
        _answer_by_tablet(client, office, number, DEFAULT)
    today = NOW.astimezone(ZoneInfo(office.unit.timezone)).date()
    set_questionnaire(db, unit_id, national, today, person_id=office.admin.person_id, now=NOW)
    for number in range(110, 120):
        _answer_by_tablet(client, office, number, national.id)
    _answer_by_tablet(client, office, 120, DEFAULT)  # a tablet that still shows the page of the morning
    here = summarise(db, office.unit, MAY, NOW)
    assert [(part.instrument.id, part.respondents) for part in here.parts] == [
        (DEFAULT, 22),
        (national.id, 10),
    ]
    page = staff.get("/staf/?periode=2024-05").text
    assert "Jawaban atas 2 kuesioner dijumlahkan" in page and decimal(here.result.ikm) in page
    assert rekap.paper(here).pdf().startswith(b"%PDF")
    assert check_tallies(db) == [] and find_break(db, unit_id) is None
    done = both.merge(both.export("a"), "--di-bawah", "kota")
    assert done.exit_code == 0, done.output
    with both.at_city() as city:
        there = summarise(city, units.get_unit(city, unit_id), MAY, NOW)
        assert (there.result, there.parts, there.indices) == (here.result, here.parts, here.indices)
        assert check_tallies(city) == [] and find_break(city, unit_id) is None
        assert list_choices(city, unit_id).in_force(today) == national.id


OWN = """
id = "kuesioner-kantor"
title = "SKM kantor"
base = "permenpan-14-2017"
[weights]
persyaratan = "{first}"
prosedur = "{second}"
waktu = "0.1"
biaya = "0.1"
produk = "0.1"
kompetensi = "0.1"
perilaku = "0.1"
sarana = "0.1"
pengaduan = "0.1"
"""


def _use_own(db: Database, office: Office) -> None:
    source = OWN.format(first="0.2", second="0.1")
    own = parse_own(source, "kuesioner-kantor.toml")
    catalogue.add_questionnaire(own)
    day = NOW.date()
    who: dict[str, Any] = {"person_id": office.admin.person_id, "now": NOW}
    set_questionnaire(db, office.unit.unit_id, own.rules, day, source=source, **who)
    for number in range(6):
        given = {**dict.fromkeys(own.rules.items, 3), "persyaratan": 4}
        responses.record_response(
            db, new_response(office, number, instrument=own.id, answers=given, local_day=day), NOW
        )


@pytest.fixture
def forget_own() -> Iterator[Callable[[], None]]:
    """Forgets an office's own questionnaires, as another process or computer never knew them."""
    yield catalogue._OWN.clear
    catalogue._OWN.clear()


def test_an_office_s_own_questionnaire_comes_with_its_answers(
    both: Exchange, db: Database, office: Office, forget_own: Callable[[], None]
) -> None:
    _use_own(db, office)
    june = Period.parse("2024-05-31..2024-05-31")
    here = summarise(db, office.unit, june, NOW).result
    assert str(here.ikm) == "80.00"
    bundle = both.export("a")
    forget_own()
    done = both.merge(bundle, "--di-bawah", "kota")
    assert done.exit_code == 0, done.output
    with both.at_city() as city:
        forget_own()
        there = summarise(city, units.get_unit(city, office.unit.unit_id), june, NOW).result
        assert (there.ikm, there.instrument) == (here.ikm, here.instrument)


def test_questionnaires_that_are_published_apart_arrive_apart(
    both: Exchange, db: Database, office: Office, forget_own: Callable[[], None]
) -> None:
    _use_own(db, office)
    unit_id, who = office.unit.unit_id, office.admin.person_id
    # The fixture published May while the official questionnaire was the only one.
    own = summarise(db, office.unit, MAY, NOW, only="kuesioner-kantor")
    publish(db, own, person_id=who, now=NOW)
    here = publications.list_current(db, unit_id)
    assert [(one.apart, one.revision) for one in here] == [("", 0), ("kuesioner-kantor", 0)]
    done = both.merge(both.export("a"), "--di-bawah", "kota")
    assert done.exit_code == 0, done.output
    with both.at_city() as city:
        there = publications.list_current(city, unit_id)
        assert [(one.digest, one.apart) for one in there] == [(one.digest, one.apart) for one in here]
        assert find_break(city, unit_id) is None


def test_a_questionnaire_with_other_rules_under_the_same_id_is_refused(
    both: Exchange, db: Database, office: Office, forget_own: Callable[[], None]
) -> None:
    _use_own(db, office)
    bundle = both.export("a")
    forget_own()
    other = parse_own(OWN.format(first="0.1", second="0.2"), "kuesioner-kantor.toml")
    catalogue.add_questionnaire(other)
    done = both.merge(bundle, "--di-bawah", "kota")
    assert done.exit_code == 1 and "berbeda aturannya" in done.output


def test_answers_to_a_questionnaire_whose_file_is_lost_are_named_not_miscounted(
    both: Exchange, staff: Staff, db: Database, office: Office, forget_own: Callable[[], None]
) -> None:
    _use_own(db, office)
    db.execute("update unit_questionnaires set source = ''")
    forget_own()
    page = staff.get("/staf/?periode=2024-05")
    assert page.status_code == 500 and "kuesioner-kantor" in page.text
    checked = both.run(both.office, "check")
    assert checked.exit_code == 1
    assert "Traceback" not in checked.output


def test_an_offices_own_questions_and_their_answers_arrive(
    both: Exchange, db: Database, office: Office, client: FlaskClient
) -> None:
    unit_id = office.unit.unit_id
    add_extra_question(db, unit_id, kind="yes-no", question="Datang sendiri?", options=[], now=NOW)
    # The longest that the form takes.
    options = [f"{number}{'x' * 79}" for number in range(8)]
    add_extra_question(db, unit_id, kind="choice", question="Dari mana?", options=options, now=NOW)
    question, longest = list_extra_questions(db, unit_id)
    translate_extra_question(
        db,
        unit_id,
        longest.extra_question_id,
        [Translation(code, "?" * 200, tuple(options)) for code in languages() if code != "id"],
        NOW,
    )
    body = answer(office.tablet.code, 900) | {"extras": {question.extra_question_id: "ya"}}
    assert client.post("/api/responses", json=body).status_code == 201
    assert both.merge(both.export("pertama"), "--di-bawah", "kota").exit_code == 0
    retire_extra_question(db, unit_id, question.extra_question_id, NOW)
    assert both.merge(both.export("kedua")).exit_code == 0
    with both.at_city() as city:
        assert list_extra_questions(city, unit_id) == list_extra_questions(db, unit_id)
        counts = count_extra_answers(city, unit_id, MAY.start, MAY.end)
        assert counts == {question.extra_question_id: {"ya": 1}}
        assert find_break(city, unit_id) is None
        with pytest.raises(KeptElsewhere):
            add_extra_question(city, unit_id, kind="text", question="Apa lagi?", options=[], now=NOW)
        with pytest.raises(KeptElsewhere):
            translate_extra_question(city, unit_id, longest.extra_question_id, [], NOW)


@pytest.mark.parametrize("words", ["[", "[1]", '{"en":{}}', '{"en":{"question":1,"options":2}}'])
def test_translations_that_no_form_writes_are_refused(words: str) -> None:
    with pytest.raises(BundleRefused, match="words tidak dapat dipakai"):
        check_line({"extra-translation": {"extra_question_id": "a", "words": words}})


def test_what_visitors_find_important_is_counted_alike_at_the_city(
    both: Exchange, db: Database, office: Office, client: FlaskClient
) -> None:
    unit_id = office.unit.unit_id
    ask_importance(db, unit_id, {"waktu": "Waktu", "biaya": "Biaya"}, NOW)
    extras = dict.fromkeys([one.extra_question_id for one in list_importance(db, unit_id)], "4")
    for number in range(900, 906):
        body = answer(office.tablet.code, number) | {"extras": extras}
        assert client.post("/api/responses", json=body).status_code == 201
    here = summarise(db, office.unit, MAY, NOW).importance
    assert here is not None and here.counts == {"waktu": (0, 0, 0, 6), "biaya": (0, 0, 0, 6)}
    done = both.merge(both.export("a"), "--di-bawah", "kota")
    assert done.exit_code == 0, done.output
    with both.at_city() as city:
        assert summarise(city, units.get_unit(city, unit_id), MAY, NOW).importance == here
        assert check_tallies(city) == []
