"""A kota of three levels: users of one part see all of that part and nothing else."""

import io
import re
import zipfile
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from decimal import Decimal
from fractions import Fraction
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from kiosk.base.formatting import decimal
from kiosk.base.period import Period
from kiosk.figures.rollup import list_choices
from kiosk.figures.rollup import read_selection
from kiosk.figures.rollup import roll_up
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.reports.catalogue import REPORTS
from kiosk.security.pages import PAGES
from kiosk.security.sessions import new_session
from kiosk.store.accounts import people
from kiosk.store.offices import units
from kiosk.store.offices.collectors import list_collectors
from kiosk.store.offices.units import Unit
from tests.conftest import NOW
from tests.kiosk.offices_data import record
from tests.kiosk.test_batches import wait_for
from tests.papers.reading import pdf_text

MAY = Period.parse("2024-05")
# Unit → the one above, how many answered, and to how many unsur with the best answer.
TREE = {
    "Gatot": ("", 2, 0),
    "Arjuna": ("Gatot", 2, 0),
    "Bima": ("Arjuna", 4, 2),
    "Cakra": ("Arjuna", 10, 5),
    "Dewi": ("Gatot", 6, 1),
    "Elang": ("Dewi", 8, 3),
    "Fajar": ("Dewi", 20, 8),
}
_BEST = ("persyaratan", "prosedur", "biaya", "produk", "kompetensi", "perilaku", "sarana", "pengaduan")


def ikm(*names: str) -> Decimal:
    """The IKM of all who answered in these units, by hand: 3 each, 3,5 for waktu, and 4 for the best."""
    every = [TREE[name] for name in names]
    total = sum(55 * count + 2 * count * best for _, count, best in every)
    exact = Fraction(25 * total, 2 * 9 * sum(count for _, count, _ in every))
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def mean(*ikms: Decimal) -> Decimal:
    """The plain mean."""
    return (sum(ikms, Decimal(0)) / len(ikms)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass
class Kota:
    """Its units by name, and a browser with a logged-in user."""

    units: dict[str, Unit]
    client: FlaskClient
    db: Database

    def log_in(self, name: str, role: str) -> None:
        """Log in as a new user of that unit."""
        person = people.create_person(
            self.db, username=f"{role}-{name.lower()}", name="Orang", unit_id=self.units[name].unit_id,
            role=role, password_hash="-", now=NOW,
        )  # fmt: skip
        with self.client.session_transaction() as session:
            session.update(new_session(person, NOW))

    def get(self, path: str, status: int = 200) -> bytes:
        """What is at an address."""
        with self.client.get(path) as reply:
            assert reply.status_code == status, path
            return bytes(reply.data)

    def named(self, content: str) -> set[str]:
        """Which units a text speaks of."""
        return {name for name in TREE if re.search(rf"(?i)(?<![a-z]){name}(?![a-z])", content)}


@pytest.fixture
def kota(app: Flask, db: Database, office: Office, client: FlaskClient) -> Kota:
    units.update_unit(db, office.unit.unit_id, {"name": "Kota Gatot"}, NOW)
    every = {"Gatot": units.get_unit(db, office.unit.unit_id)}
    for name, (above, count, best) in TREE.items():
        if above:
            every[name] = open_branch(db, parent=every[above], name=f"Unit {name}", now=NOW)
        unit_id = every[name].unit_id
        place = list_collectors(db, unit_id)[0].collector_id
        answers = dict.fromkeys(_BEST[:best], 4)
        where = {"unit_id": unit_id, "collector_id": place, "comment": f"Saran bagi {name}"}
        record(db, office, "2024-05-10", count, answers, **where)
    return Kota(every, client, db)


def test_who_answers_for_a_kecamatan_sees_its_kelurahan_and_no_others(kota: Kota) -> None:
    kota.log_in("Arjuna", "pimpinan")
    own = {"Arjuna", "Bima", "Cakra"}
    page = kota.get("/staf/banding?periode=2024-05").decode()
    assert kota.named(page) == own
    pooled, average = ikm(*own), mean(*map(ikm, own))
    assert decimal(pooled) in page and decimal(average) in page
    assert kota.named(kota.get("/staf/pilih-unit/").decode()) == own

    address = "/staf/laporan/berkas?jenis=gabungan&periode=2024-05&format="
    paper = pdf_text(kota.get(f"{address}pdf"))
    assert kota.named(paper) == own and decimal(pooled) in paper and decimal(average) in paper
    book = CalamineWorkbook.from_filelike(io.BytesIO(kota.get(f"{address}xlsx"))).get_sheet_by_index(0)
    rows = book.to_python()
    assert kota.named(str(rows)) == own
    assert [rows[2][3], rows[3][3]] == [float(pooled), float(average)]

    batch = "/staf/laporan/semua-unit/?periode=2024-05"
    token = re.search(r'name="csrf_token" value="([^"]+)"', kota.get(batch).decode())
    assert token and kota.client.post(batch, data={"csrf_token": token[1]}).status_code == 303
    wait_for(kota.client, batch)
    with zipfile.ZipFile(io.BytesIO(kota.get(batch.replace("/?", "/berkas?")))) as archive:
        assert {name for made in archive.namelist() for name in kota.named(made)} == own

    for name, (_, count, _) in TREE.items():
        data = f"/staf/laporan/data?jenis=data&format=csv&periode=2024-05&unit={kota.units[name].code}"
        if name in own:
            lines = kota.get(data).decode().splitlines()
            assert sum("2024-05-10" in line for line in lines) == count
            inbox = kota.get(f"/staf/saran/?status=semua&unit={kota.units[name].code}").decode()
            assert set(re.findall(r"Saran bagi (\w+)", inbox)) == {name}
        else:
            kota.get(data, 404)
            kota.get(f"{batch.replace('/?', '/berkas?')}&unit={kota.units[name].code}", 404)


def test_who_works_in_a_kelurahan_reads_of_no_other_unit(kota: Kota) -> None:
    kota.log_in("Bima", "petugas")
    skipped = {"session.logout", "batches.download", "posters.draw", "performance.download_sheet"}
    rules = kota.client.application.url_map.iter_rules()
    paths = [
        rule.rule
        for rule in rules
        if PAGES[rule.endpoint].role == "petugas"
        and "GET" in (rule.methods or ())
        and not rule.arguments
        and rule.endpoint not in skipped
    ]
    paths = [
        f"{path}?periode=2024-05" for path in paths if "/berkas" not in path and not path.endswith("pdf")
    ]
    paths += [f"/staf/laporan/lihat?jenis={kind}&periode=2024-05" for kind in REPORTS]
    assert len(paths) > 20
    seen = set()
    for path in paths:
        with kota.client.get(path) as reply:
            assert reply.status_code < 500
            seen |= kota.named(unescape(reply.data.decode()))
    assert seen == {"Bima"}
    for name in TREE.keys() - {"Bima"}:
        for path in ("/staf/", "/staf/banding", "/staf/saran/", "/staf/laporan/"):
            kota.get(f"{path}?unit={kota.units[name].code}", 404)


def test_every_level_has_its_pooled_and_its_mean_figure(kota: Kota) -> None:
    top = kota.units["Gatot"]
    below = {"Arjuna": ("Arjuna", "Bima", "Cakra"), "Dewi": ("Dewi", "Elang", "Fajar"), "Gatot": ("Gatot",)}
    rollup = roll_up(kota.db, top, MAY, read_selection({"tingkat": "1"}, list_choices(kota.db, top)))
    assert {row.unit.name.split()[1]: (row.unit_count, row.result.ikm) for row in rollup.units} == {
        name: (len(names), ikm(*names)) for name, names in below.items()
    }
    assert (rollup.pooled.ikm, rollup.mean) == (ikm(*TREE), mean(*(ikm(*names) for names in below.values())))
    each = roll_up(kota.db, top, MAY)
    assert (each.pooled.ikm, each.mean) == (ikm(*TREE), mean(*map(ikm, TREE)))
    half = roll_up(kota.db, kota.units["Dewi"], MAY)
    assert (half.pooled.ikm, half.mean) == (ikm(*below["Dewi"]), mean(*map(ikm, below["Dewi"])))
