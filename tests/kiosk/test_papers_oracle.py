"""Every figure and every sentence of the papers, against `tests.oracle`, over offices of every kind.

The answers are stored as the survey stores them; what a paper says is read from its blocks. A sentence that
this module does not expect, or one that it expects and does not find, is a fault.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import SideBySide
from kiosk.papers.blocks import TableBlock
from kiosk.papers.documents import Document
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.context import ReportContext
from kiosk.store.answers import responses
from kiosk.store.engine.connection import transaction
from kiosk.store.offices import units
from kiosk.store.offices import yearly
from kiosk.store.offices.units import UnitYear
from kiosk.store.offices.yearly import YearlyFigure
from tests import oracle
from tests.conftest import NOW
from tests.oracle import Row
from tests.store.samples import new_response

KEYS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
)
NAMES = (
    "Persyaratan", "Sistem, Mekanisme, dan Prosedur", "Waktu Penyelesaian", "Biaya/Tarif",
    "Produk Spesifikasi Jenis Pelayanan", "Kompetensi Pelaksana", "Perilaku Pelaksana",
    "Sarana dan Prasarana", "Penanganan Pengaduan, Saran dan Masukan",
)  # fmt: skip
SEX = {"L": "Laki-laki", "P": "Perempuan", None: "Tidak diisi"}
TITLES = {"2024": "Tahun 2024", "2024-S1": "Semester I Tahun 2024", "2024-03": "Maret 2024"}
BEFORE = {"2024": "2023-05-02", "2024-S1": "2023-11-02", "2024-03": "2024-02-02"}
BEFORE_CODE = {"2024": "2023", "2024-S1": "2023-S2", "2024-03": "2024-02"}
BEFORE_TITLE = {"2024": "Tahun 2023", "2024-S1": "Semester II Tahun 2023", "2024-03": "Februari 2024"}
SHARE = {"2024": 12, "2024-S1": 6, "2024-03": 1}
LATER = NOW.replace(year=2025)


@dataclass(frozen=True)
class Case:
    """An office: the answers of its period and of the one before, and what it has entered and published."""

    rows: tuple[Row, ...]
    before: tuple[Row, ...] = ()
    period: str = "2024"
    served: int | None = None
    served_before: int | None = None
    target: str | None = None
    typed: str | None = None
    excluded: tuple[Row, ...] = ()
    sexes: tuple[str | None, ...] = ("L", "P", "P", None)
    is_published: bool = False
    is_before_published: bool = False
    late: tuple[Row, ...] = field(default=())
    is_revised: bool = False

    @property
    def population(self) -> int | None:
        """The people served in the very period."""
        return self.served if self.period == "2024" else None

    @property
    def population_before(self) -> int | None:
        return self.served_before if self.period == "2024" else None


def crowd(
    number: int, seed: int, mood: tuple[int, int, int, int] = (1, 3, 10, 8), own: float = 0.6
) -> tuple[Row, ...]:
    """Respondents who are satisfied with much or with little."""
    chance = random.Random(seed)  # noqa: S311
    rows = []
    for _ in range(number):
        usual, *others = chance.choices((1, 2, 3, 4), mood, k=10)
        rows.append(
            {key: usual if chance.random() < own else other for key, other in zip(KEYS, others, strict=True)}
        )
    return tuple(rows)


def holed(rows: tuple[Row, ...], every: int) -> tuple[Row, ...]:
    return tuple({**row, KEYS[n % 9]: None} if n % every == 0 else row for n, row in enumerate(rows))


def alike(value: int, number: int, **others: int | None) -> tuple[Row, ...]:
    return tuple({**dict.fromkeys(KEYS, value), **others} for _ in range(number))


HIGH = (0, 0, 2, 30)
MANY = crowd(147, 3)
CASES: dict[str, Case] = {
    **{f"{n} of a year": Case(crowd(n, n), crowd(40, 99), target="87.50") for n in (0, 1, 2, 4, 5, 9, 10)},
    **{f"{n} near the ceiling": Case(crowd(n, n, HIGH), MANY) for n in (2, 10, 30)},
    "147 of a month": Case(MANY, crowd(120, 4), "2024-03", served=240),
    "147 of a semester": Case(MANY, crowd(120, 4, HIGH), "2024-S1", served=100_000, target="80.00"),
    "147 of a year with its population": Case(MANY, crowd(120, 4), served=240, served_before=300),
    "a census": Case(MANY, crowd(120, 4), served=147, served_before=120),
    "a census of three": Case(crowd(3, 5), crowd(7, 6), served=3, served_before=7),
    "a census but for a blank": Case((*MANY, *alike(3, 1, waktu=None)), MANY, served=148),
    "more respondents than were served": Case(MANY, served=100),
    "blanks": Case(holed(MANY, 4), holed(crowd(90, 8), 3), target="99.00"),
    "none complete": Case(holed(MANY, 1), MANY),
    "an unsur without answers": Case(alike(3, 20, biaya=None), MANY),
    "ties": Case(alike(3, 30, biaya=4, waktu=2, produk=2), MANY),
    "all alike": Case(alike(4, 30), MANY),
    "one unsur apart": Case((*alike(3, 29), *alike(3, 1, biaya=4)), MANY),
    "exclusions": Case(MANY, crowd(120, 4), excluded=alike(1, 25)),
    "a typed year": Case(MANY, typed="88.23", target="88.00"),
    "a typed year beside answers": Case(MANY, crowd(20, 9), typed="88.23"),
    "published": Case(MANY, crowd(120, 4), is_published=True, late=alike(1, 60)),
    "both published": Case(
        MANY, crowd(120, 4), "2024-S1", is_published=True, is_before_published=True, late=alike(1, 60)
    ),
    "revised": Case(
        MANY, crowd(12, 4), is_published=True, is_before_published=True, late=alike(1, 60), is_revised=True
    ),
    "few men": Case(MANY, MANY, sexes=("P",) * 50 + ("L", None)),
    "2,000": Case(crowd(2_000, 10), crowd(500, 11), served=30_000, target="75.00"),
}  # fmt: skip


class Printed:
    """A case in the database, and what its papers say."""

    def __init__(self, db: Database, office: Office, case: Case) -> None:
        self.db, self.office, self.case = db, office, case
        self.number = 0
        unit_id = office.unit.unit_id
        units.set_year(db, unit_id, UnitYear(2024, case.served, case.target), NOW)
        units.set_year(db, unit_id, UnitYear(2023, case.served_before, None), NOW)
        self._record(case.before, BEFORE[case.period])
        self._record(case.rows, "2024-03-05")
        if case.excluded:
            responses.exclude_responses(
                db,
                unit_id=unit_id,
                response_ids=self._record(case.excluded, "2024-03-06"),
                reason="Uji coba petugas",
                person_id=office.admin.person_id,
                now=NOW,
            )
        if case.typed:
            figure = YearlyFigure(2023, Decimal(case.typed), "B", None, "LKj 2023")
            yearly.set_yearly(db, unit_id, figure, person_id=office.admin.person_id, now=NOW)
        if case.is_before_published:
            self._publish(BEFORE_CODE[case.period])
        if case.is_published:
            self._publish(case.period)
        self._record(case.late, "2024-03-31")
        self._record(case.late, BEFORE[case.period])
        if case.is_revised:
            self._publish(case.period)

    def _record(self, rows: tuple[Row, ...], day: str) -> list[str]:
        at = datetime.fromisoformat(f"{day}T09:00:00+08:00")
        found = []
        for row in rows:
            sex = self.case.sexes[self.number % len(self.case.sexes)]
            self.number += 1
            profile = {"sex": sex} if sex else {}
            found.append(
                new_response(
                    self.office,
                    self.number,
                    answers=row,
                    local_day=at.date(),
                    answered_at=at,
                    profile=profile,
                )
            )
        with transaction(self.db):
            responses.insert_responses(self.db, [(one, NOW) for one in found])
        return [one.response_id for one in found]

    def _publish(self, code: str) -> None:
        summary = summarise(self.db, self.office.unit, Period.parse(code), LATER)
        publish(self.db, summary, person_id=self.office.admin.person_id, now=LATER)

    def blocks(self, kind: str) -> list[Block]:
        """A report's blocks, those side by side one after the other."""
        context = ReportContext(self.db, self.office.unit, Period.parse(self.case.period), LATER)
        made = REPORTS[kind].preview(context)
        assert isinstance(made, Document)
        return list(_flat(made.blocks))


def _flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for one in blocks:
        if isinstance(one, SideBySide):
            yield from _flat((*one.left, *one.right))
        else:
            yield one


@pytest.fixture(params=CASES.values(), ids=list(CASES))
def printed(db: Database, office: Office, request: pytest.FixtureRequest) -> Printed:
    return Printed(db, office, request.param)


def written(value: Fraction | Decimal | int | None, places: int = 2) -> str:
    """A figure as Indonesian papers print it."""
    if value is None:
        return "–"
    scaled = (abs(Fraction(value)) * 10**places + Fraction(1, 2)).__floor__()
    digits = f"{scaled:0{places + 1}}"
    whole, decimals = digits[: len(digits) - places], digits[len(digits) - places :]
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "−" if value < 0 and scaled else ""
    return sign + grouped + (f",{decimals}" if places else "")


def signed(value: Fraction | float) -> str:
    text = written(Fraction(value))
    return f"+{text}" if Fraction(value) > 0 and text != "0,00" else text


def live(case: Case) -> Case:
    """The case as the answers are now: what was late counts, in both periods."""
    return replace(case, rows=(*case.rows, *case.late), before=(*case.before, *case.late))


def official(case: Case) -> Case:
    """The case as it was published, or as the answers are now."""
    if not case.is_published:
        return live(case)
    rows = (*case.rows, *case.late) if case.is_revised else case.rows
    return replace(case, rows=rows, before=case.before if case.is_before_published else ())


def rekap_case(case: Case) -> Case:
    """What the rekap shows: the answers now, beside a previous period that may have been published."""
    return replace(live(case), before=case.before) if case.is_before_published else live(case)


def sentences(case: Case, is_official: bool) -> Iterator[str]:
    """What must be said about the IKM, in this order."""
    value = oracle.ikm(case.rows)
    n, whole = len(case.rows), len(oracle.complete(case.rows))
    if value is None:
        empty = [name for key, name in zip(KEYS, NAMES, strict=True) if not oracle.filled(case.rows, key)]
        why = f"belum ada jawaban untuk unsur {'; '.join(empty)}" if n else "belum ada responden"
        yield f"IKM tidak dapat dihitung karena {why}."
    else:
        ikm, mutu = oracle.cents(value), oracle.letter(oracle.cents(value))
        yield (
            f"IKM {TITLES[case.period]} adalah {written(ikm)} dengan mutu pelayanan {mutu} "
            f"({oracle.kinerja(mutu)}), dihitung dari jawaban {written(n, 0)} responden."
        )
        yield _certainty(case, mutu)
    if n and whole < n:
        yield (
            f"{written(whole, 0)} dari {written(n, 0)} responden menjawab semua pertanyaan; bila yang tidak "
            "puas lebih sering mengosongkan jawaban, IKM ini terlalu tinggi."
        )
    yield " ".join(_change(case, value, is_official))
    if case.target and value is not None:
        yield _target(case, oracle.cents(value))


def _certainty(case: Case, mutu: str) -> str:
    if case.population == len(case.rows) == len(oracle.complete(case.rows)):
        return "Semua penerima layanan telah menjawab: nilai ini tidak mengandung ketidakpastian sampel."
    bounds = oracle.interval(case.rows, case.population)
    if bounds is None:
        return "Rentang kepercayaan IKM belum dapat dihitung karena jawaban lengkapnya kurang dari 10."
    low, high = (oracle.cents(Fraction(end)) for end in bounds)
    letters = "DCBA"
    reached = letters[letters.index(oracle.letter(low)) : letters.index(oracle.letter(high)) + 1]
    said = f"mutu {mutu} berlaku di seluruh rentang itu"
    if len(reached) > 1:
        comma = "," if len(reached) > 2 else ""
        several = f"{', '.join(reached[:-1])}{comma} atau {reached[-1]}"
        said = f"mutunya dapat {several}, jadi huruf mutu belum pasti"
    return (
        "Dengan kepercayaan 95% dan dengan anggapan responden mewakili penerima layanan, IKM seluruh "
        f"penerima layanan berada antara {written(low)} dan {written(high)}; {said}."
    )


def _change(case: Case, value: Fraction | None, is_official: bool) -> Iterator[str]:
    name = BEFORE_TITLE[case.period]
    typed = Fraction(case.typed) if case.typed and case.period == "2024" else None
    old = typed if typed is not None else oracle.ikm(case.before)
    if typed is None and not case.before:
        if is_official and case.is_published:
            yield f"Hasil {name} belum diterbitkan, sehingga perubahan tidak dicantumkan."
        else:
            yield f"Tidak ada responden pada {name}, sehingga perubahan tidak dapat dihitung."
        return
    if value is None or old is None:
        yield f"Perubahan sejak {name} tidak dapat dihitung karena IKM salah satu periode tidak ada."
        return
    moved = oracle.cents(value) - oracle.cents(old)
    verb = f"{'naik' if moved > 0 else 'turun'} {written(abs(moved))}" if moved else "tetap"
    source = "menurut LKj 2023" if typed is not None else f"dari {written(len(case.before), 0)} responden"
    yield f"Dibanding {name} ({written(old)} {source}), IKM {verb}."
    noun = "kenaikan" if moved > 0 else "penurunan" if moved < 0 else "perubahan"
    served = (case.population_before, case.population)
    bounds = None if typed is not None else oracle.change(case.before, case.rows, served)
    is_real = False
    if typed is not None:
        yield f"Karena ketidakpastian angka itu tidak diketahui, belum dapat disebut {noun} yang nyata."
    elif bounds is None:
        doubts = {oracle.doubt(case.before, served[0]), oracle.doubt(case.rows, served[1])}
        why = "jawaban lengkapnya kurang dari 10" if "few" in doubts else "semua jawaban lengkapnya sama"
        yield f"Karena {why} pada salah satunya, belum dapat disebut {noun} yang nyata."
    elif abs(bounds[0] - bounds[1]) < 1e-9:
        is_real = bool(moved)
        yield "Semua penerima layanan menjawab pada kedua periode: selisih itu bukan kebetulan sampel."
    else:
        span = f"(dengan kepercayaan 95% antara {signed(bounds[0])} dan {signed(bounds[1])})"
        is_real = bounds[0] > 0.005 or bounds[1] < -0.005
        if is_real:
            yield (
                f"Selisih itu melebihi ketidakpastian sampel {span}, sehingga {noun} ini nyata. Itu satu "
                "perbandingan; bila dua belas bulan dibandingkan berturut-turut, satu di antaranya sering "
                "tampak nyata karena kebetulan."
            )
        else:
            yield (
                f"Selisih itu masih dalam ketidakpastian sampel {span}, sehingga belum dapat disebut {noun} "
                "yang nyata."
            )
    letters = [oracle.letter(oracle.cents(one)) for one in (old, value)]
    if letters[0] != letters[1]:
        doubt = "" if is_real else ", walaupun selisihnya belum nyata"
        yield f"Mutu berubah dari {letters[0]} menjadi {letters[1]}{doubt}."


def _target(case: Case, ikm: Fraction) -> str:
    target = Fraction(case.target or 0)
    share = oracle.cents(ikm / target * 100)
    words = ((90, "Sangat Memuaskan"), (80, "Memuaskan"), (70, "Sangat Baik"), (60, "Baik"), (50, "Cukup"))
    category = next((word for bound, word in words if share > bound), "Kurang")
    within = "" if case.period == "2024" else " pada periode ini"
    state = f"tercapai{within}"
    if ikm < target:
        state = f"{'belum' if within else 'tidak'} tercapai{within} (kurang {written(target - ikm)})"
    return (
        f"Target IKM tahun 2024 sebesar {written(target)} {state}; capaiannya {written(share)}% ({category})."
    )


def sample_sentence(case: Case) -> str | None:
    if case.served is None:
        return None
    part = Fraction(3841, 1000) * case.served / 4
    year = part / (Fraction(1, 400) * (case.served - 1) + Fraction(3841, 4000))
    needed = (year + Fraction(1, 2)).__floor__()
    share = -(-needed * SHARE[case.period] // 12)
    missing = max(0, share - len(case.rows))
    middle = f", bagian periode ini {written(share, 0)}" if share != needed else ""
    goal = "bagian" if middle else "jumlah"
    state = f"kurang {written(missing, 0)} dari {goal} itu" if missing else "sudah memenuhinya"
    said = (
        f"Jumlah responden minimal tahun 2024 adalah {written(needed, 0)} dari {written(case.served, 0)} "
        f"penerima layanan (tabel Krejcie–Morgan){middle}; responden periode ini {state}."
    )
    if case.served < len(case.rows):
        said += " Jumlah penerima layanan itu lebih kecil daripada jumlah responden dan perlu diperiksa."
    return said


_NUMBER = re.compile(r"[−+]?\d+(?:\.\d{3})*,\d\d")


def same(found: str, expected: str) -> bool:
    """Equal, but for a last digit of figures that this oracle computes in floats."""

    def numbers(text: str) -> list[float]:
        plain = (one.replace(".", "").replace(",", ".").replace("−", "-") for one in _NUMBER.findall(text))
        return [float(one) for one in plain]

    pairs = zip(numbers(found), numbers(expected), strict=False)
    return _NUMBER.sub("#", found) == _NUMBER.sub("#", expected) and all(abs(a - b) < 0.011 for a, b in pairs)


def test_the_rekap_says_all_that_is_true_and_nothing_else(printed: Printed) -> None:
    case = rekap_case(printed.case)
    (said, *_) = (one for one in printed.blocks("rekap") if isinstance(one, Bullets))
    expected = [*sentences(case, is_official=False), *filter(None, [sample_sentence(case)])]
    assert len(said.items) == len(expected), (said.items, expected)
    for found, wanted in zip(said.items, expected, strict=True):
        assert same(found, wanted), f"\n{found}\n{wanted}"


def test_the_laporan_says_it_of_what_was_published(printed: Printed) -> None:
    case = official(printed.case)
    texts = [text for one in printed.blocks("laporan") for text in _texts(one)]
    for wanted in sentences(case, is_official=True):
        if not case.rows and not wanted.startswith(("IKM tidak", "Perubahan", "Tidak ada", "Hasil")):
            continue
        assert any(same(found, wanted) for found in texts), wanted
    # No sentence has two colons.
    assert all(one.count(": ") < 2 for text in texts for one in re.split(r"(?<=[.;]) ", text))
    starts = ("Dibanding", "Tidak ada responden", "Perubahan sejak", "Hasil ")
    assert len({text for text in texts if text.startswith(starts)}) <= 1


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Bullets):
        return block.items
    return (block.text,) if isinstance(block, Paragraph) else ()


def _tables(blocks: list[Block]) -> Iterator[TableBlock]:
    return (one for one in blocks if isinstance(one, TableBlock))


def test_every_figure_of_the_rekap_is_that_of_the_definition(printed: Printed) -> None:
    case = rekap_case(printed.case)
    tables = [one for one in _tables(printed.blocks("rekap")) if one.caption == "Nilai per unsur pelayanan"]
    if not case.rows:
        assert not tables
        return
    (table,) = tables
    served = (case.population_before, case.population)
    has_before = bool(case.before) and not (case.typed and case.period == "2024")
    for number, (key, name, row) in enumerate(zip(KEYS, NAMES, table.rows, strict=True), start=1):
        answers = oracle.filled(case.rows, key)
        mean = oracle.nrr(case.rows, key)
        converted = None if mean is None else oracle.cents(mean * 25)
        old = oracle.nrr(case.before, key) if has_before else None
        moved = None if converted is None or old is None else converted - oracle.cents(old * 25)
        bounds = oracle.unsur_change(case.before, case.rows, key, served) if moved is not None else None
        is_real = bounds is not None and (bounds[0] > 0.005 or bounds[1] < -0.005)
        cells = [cell for cell in row if isinstance(cell, str)]
        assert cells == [
            f"U{number}",
            name,
            written(sum(answers), 0) if answers else "–",
            written(len(case.rows) - len(answers), 0),
            written(mean),
            written(None if mean is None else mean / 9, 3),
            written(converted),
            "–" if converted is None else oracle.letter(converted),
            "–" if moved is None else signed(moved) + ("*" if is_real else ""),
        ]
    value = oracle.ikm(case.rows)
    ni, ikm = (one.cells for one in table.sums)
    assert written(None if value is None else value / 25, 4) in ni
    assert ikm[0] == written(None if value is None else oracle.cents(value))


def test_unsur_are_called_lowest_only_where_they_are(printed: Printed) -> None:
    case = rekap_case(printed.case)
    values = {
        name: oracle.cents(mean * 25)
        for key, name in zip(KEYS, NAMES, strict=True)
        if (mean := oracle.nrr(case.rows, key)) is not None
    }
    named = {
        table.columns[1].title: [str(row[1]) for row in table.rows]
        for table in _tables(printed.blocks("rekap"))
        if table.columns[1].title.startswith(("Terendah", "Tertinggi"))
    }
    if len(case.rows) < 2 or len(set(values.values())) < 2:
        assert not named
        return
    lowest, highest = named["Terendah (prioritas perbaikan)"], named["Tertinggi"]
    assert not {*lowest} & {*highest}
    for chosen, extreme in ((lowest, min), (highest, max)):
        assert values[chosen[0]] == extreme(values.values())
        # Those with the same value as one that is named are named too.
        level = {values[name] for name in chosen}
        assert {name for name in values if values[name] in level} == {*chosen}
    others = [value for name, value in values.items() if name not in lowest and name not in highest]
    assert max(values[name] for name in lowest) < min([*others, Fraction(101)])
    assert min(values[name] for name in highest) > max([*others, Fraction(0)])


def test_tables_that_leave_the_office_have_true_counts_and_no_small_group(printed: Printed) -> None:
    case = official(printed.case)
    n = len(case.rows)
    tables = [one for one in _tables(printed.blocks("laporan")) if " Responden menurut " in one.caption]
    if n < 5:
        assert not tables
        return
    sexes = next((one for one in tables if one.caption.endswith("menurut jenis kelamin")), None)
    counts = _sexes(printed)
    small = [name for name, number in counts.items() if number < 5 and name != "Tidak diisi"]
    if small:
        assert sexes is None
        return
    assert sexes is not None
    found: Mapping[str, str] = {str(row[1]): str(row[2]) for row in sexes.rows}
    assert found == {name: written(number, 0) for name, number in counts.items()}
    for row in sexes.rows:
        assert row[3] == f"{written(oracle.cents(Fraction(100 * counts[str(row[1])], n)))}%"


def _sexes(printed: Printed) -> Counter[str]:
    """The sexes of those counted on official papers: `Printed` gives them out in turn."""
    case, given = printed.case, printed.case.sexes
    start = len(case.before)
    counted = [*range(start, start + len(case.rows))]
    if not case.is_published or case.is_revised:
        late = start + len(case.rows) + len(case.excluded)
        counted += range(late, late + len(case.late))
    return Counter(SEX[given[number % len(given)]] for number in counted)
