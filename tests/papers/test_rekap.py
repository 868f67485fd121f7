"""The printed rekap, read back by a PDF reader that has nothing to do with what wrote it."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from pypdf import PageObject
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from kiosk.figures.changes import change_from
from kiosk.figures.previous import Previous
from kiosk.figures.summary import Comment
from kiosk.figures.summary import Count
from kiosk.figures.summary import Summary
from kiosk.operations.demo import SUMS
from kiosk.papers import rekap
from kiosk.papers.pdf import fonts
from kiosk.papers.pdf import render
from kiosk.store.journal.journal import Head
from tests.papers.reading import page_texts
from tests.papers.summaries import BEFORE
from tests.papers.summaries import INSTRUMENT
from tests.papers.summaries import UNIT
from tests.papers.summaries import alike
from tests.papers.summaries import counts
from tests.papers.summaries import people
from tests.papers.summaries import summary

DAY = date(2024, 5, 3)
LONG_NAME = " ".join(["Unit Pelaksana Teknis Dinas Kependudukan dan Pencatatan Sipil"] * 3)
KEPT = ("unit_id", "code", "name", "paper_size")
EMPTY_UNIT = {field: "" for field in UNIT.__dataclass_fields__ if field not in KEPT}
SIGNATURE = "Fulanah binti Fulan, S.Contoh, M.Contoh"


def read(made: Summary) -> PdfReader:
    return PdfReader(io.BytesIO(rekap.paper(made).pdf()))


def pages(made: Summary) -> list[str]:
    """The text of each page, without what only helps a line to break."""
    return page_texts(rekap.paper(made).pdf())


def text(made: Summary) -> str:
    """The text of all pages in one line."""
    return " ".join(" ".join(pages(made)).split())


def comments(*texts: str) -> tuple[Comment, ...]:
    return tuple(Comment(DAY, "Kartu Keluarga", one) for one in texts)


def test_the_source_reports_figures_come_out_on_paper() -> None:
    found = text(summary(before=BEFORE))
    for row in (
        "U1 Persyaratan 516 0 3,51 0,390 87,76 B",
        "U2 Sistem, Mekanisme, dan Prosedur 512 0 3,48 0,387 87,07 B",
        "U3 Waktu Penyelesaian 506 0 3,44 0,382 86,05 B",
        "U4 Biaya/Tarif 586 0 3,99 0,443 99,66 A",
        "U5 Produk Spesifikasi Jenis Pelayanan 497 0 3,38 0,376 84,52 B",
        "U6 Kompetensi Pelaksana 506 0 3,44 0,382 86,05 B",
        "U7 Perilaku Pelaksana 523 0 3,56 0,395 88,95 A",
        "U8 Sarana dan Prasarana 505 0 3,44 0,382 85,88 B",
        "U9 Penanganan Pengaduan, Saran dan Masukan 516 0 3,51 0,390 87,76 B",
        "Jumlah NRR tertimbang (NI) 3,5276",
        "IKM unit pelayanan (NI × 25) 88,19 B",
        "IKM Mei 2024 adalah 88,19 dengan mutu pelayanan B (Baik), dihitung dari jawaban 147 responden.",
        "148 dari 240 penerima layanan",
        "bagian periode ini 13; responden periode ini sudah memenuhinya",
        "mutunya dapat B atau A, jadi huruf mutu belum pasti",
        "konvensi bobot 1/9 untuk setiap unsur",
        "Peraturan Menteri PANRB Nomor 14 Tahun 2017",
    ):
        assert row in found
    assert "88.19" not in found


def test_the_lowest_and_highest_are_named_equal_ones_together() -> None:
    found = text(summary())
    assert re.search(
        r"Terendah \S+ \S+ Nilai Mutu U5 .+ 84,52 B U8 .+ 85,88 B U3 .+ 86,05 B U6 .+ 86,05 B "
        r"No. Tertinggi Nilai Mutu U4 .+ 99,66 A U7 .+ 88,95 A U1 .+ 87,76 B U9 .+ 87,76 B",
        found,
    )


def test_the_head_of_the_office_signs_at_the_end() -> None:
    found = pages(summary())
    assert found[0].startswith("PEMERINTAH KOTA SUNGAI JERNIH\nKECAMATAN SUNGAI JERNIH\n")
    assert (
        "Sungai Jernih, 31 Mei 2024\nCAMAT SUNGAI JERNIH,\n"
        f"{SIGNATURE}\nPembina Tingkat I (contoh)\nNIP. 19000101 200001 2 001\n"
    ) in found[-1]


def test_every_page_says_what_it_is_and_which_of_how_many() -> None:
    found = pages(summary())
    for number, page in enumerate(found, start=1):
        assert page.rstrip().endswith(f"Halaman {number} dari {len(found)}")
        assert "Kecamatan Sungai Jernih · Mei 2024 · Dicetak 31 Mei 2024 pukul 09.12 WITA" in page


SCENARIOS: dict[str, tuple[Summary, int]] = {
    "no respondents": (summary([]), 1),
    "no respondents, nothing entered": (summary([], population=None, unit=EMPTY_UNIT), 1),
    "one": (summary(alike(3, 1)), 2),
    "the source report": (summary(before=BEFORE), 2),
    "an unsur without answers": (summary(alike(3, 20, biaya=None), BEFORE), 2),
    "all alike": (summary(alike(4, 30), alike(4, 30)), 2),
    "ten thousand": (
        summary(
            people(dict.fromkeys(INSTRUMENT.keys(), 33_000), 10_000), population=2_000_000, period="2024"
        ),
        2,
    ),
    "long names": (
        summary(
            before=BEFORE,
            unit={
                "name": LONG_NAME,
                "agency": LONG_NAME,
                "address": LONG_NAME,
                "signatory_title": LONG_NAME,
                "signatory_name": LONG_NAME,
            },
            services=counts([f"{LONG_NAME} {number}" for number in range(9)], 147),
            excluded=(Count(LONG_NAME, 3, Decimal("2.04")),),
        ),
        3,
    ),
    "forty services": (summary(services=counts([f"Layanan {number}" for number in range(40)], 147)), 3),
    "a few suggestions": (summary(comments=comments(*["Kursi tunggu kurang."] * 12)), 2),
    "hundreds of suggestions": (summary(comments=comments(*["Kursi tunggu kurang."] * 700)), 8),
    "hundreds of long suggestions": (summary(comments=comments(*["kata " * 399] * 300)), 12),
    "words without end": (summary(comments=comments(*["w" * 2000] * 10)), 12),
}


def _starts(page: PageObject) -> list[tuple[float, float]]:
    """Where on the page each piece of its text begins, in points from the lower left corner."""
    starts: list[tuple[float, float]] = []

    def visit(piece: str, cm: list[float], tm: list[float], *_: object) -> None:
        if piece.strip():
            x, y = tm[4], tm[5]
            starts.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

    page.extract_text(visitor_text=visit)
    return starts


@pytest.mark.parametrize(("made", "most"), SCENARIOS.values(), ids=SCENARIOS)
def test_however_much_or_little_there_is_it_stays_on_few_pages_and_within_them(
    made: Summary, most: int
) -> None:
    found = read(made).pages
    assert len(found) <= most
    for page in found:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert all(50 < x < 545 and 20 < y < 810 for x, y in _starts(page))


@pytest.mark.parametrize(
    "name",
    [
        "no respondents",
        "no respondents, nothing entered",
        "the source report",
        "long names",
        "hundreds of suggestions",
    ],
)
def test_the_signature_is_never_alone_on_its_page(name: str) -> None:
    made, _ = SCENARIOS[name]
    signed = next(page for page in reversed(pages(made)) if "31 Mei 2024\n" in page)
    assert "Saran dan masukan" in signed[: signed.index("31 Mei 2024\n")]


def test_without_respondents_it_says_so_instead_of_a_number() -> None:
    found = text(summary([]))
    assert "Tidak dapat dihitung" in found
    assert "IKM tidak dapat dihitung karena belum ada responden." in found
    assert "0,00" not in found


def test_with_an_unsur_unanswered_it_names_that_unsur() -> None:
    found = text(summary(alike(3, 20, biaya=None)))
    assert "IKM tidak dapat dihitung karena belum ada jawaban untuk unsur Biaya/Tarif." in found
    assert "U4 Biaya/Tarif – 20 – – – – –" in found
    assert "U1 Persyaratan 60 0 3,00 0,333 75,00 C" in found


def test_blanks_are_counted_beside_the_unsur_they_are_missing_from() -> None:
    found = text(summary([*alike(3, 15), *alike(4, 5, waktu=None)]))
    assert "U3 Waktu Penyelesaian 45 5 3,00 0,333 75,00 C" in found


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (alike(3, 1), (), "belum dapat dihitung karena jawaban lengkapnya kurang dari 10"),
        (alike(3, 9), (), "belum dapat dihitung karena jawaban lengkapnya kurang dari 10"),
        (alike(4, 30), (), "IKM seluruh penerima layanan berada antara 92,87 dan 100,00"),
        (alike(3, 9), (), "Tidak ada responden pada April 2024"),
        ([*alike(3, 7), *alike(4, 3)], (), "mutunya dapat C, B, atau A, jadi huruf mutu belum pasti"),
        (people(dict.fromkeys(INSTRUMENT.keys(), 320), 100), (), "mutu B berlaku di seluruh rentang itu"),
        (people(dict.fromkeys(INSTRUMENT.keys(), 380), 100), BEFORE, "IKM naik 6,90. Selisih itu melebihi"),
        (people(dict.fromkeys(INSTRUMENT.keys(), 320), 100), BEFORE, "penurunan ini nyata"),
        (BEFORE, BEFORE, "IKM tetap. Selisih itu masih dalam ketidakpastian sampel"),
        (alike(3, 9), alike(4, 9), "IKM turun 25,00. Karena jawaban lengkapnya kurang dari 10 pada salah"),
        (alike(3, 50), BEFORE, "Karena semua jawaban lengkapnya sama pada salah satunya, belum dapat"),
        (alike(3, 5), alike(4, 5, biaya=None), "karena IKM salah satu periode tidak ada"),
    ],
)
def test_nothing_is_claimed_beyond_what_the_sample_carries(now: Any, before: Any, sentence: str) -> None:
    assert sentence in text(summary(now, before, population=None))


def test_a_census_has_no_uncertainty_of_a_sample() -> None:
    certain = "tidak mengandung ketidakpastian sampel"
    assert certain in text(summary(BEFORE, population=120, period="2024"))
    # How many a month served is not known, and a blank is an answer that was not given.
    assert certain not in text(summary(BEFORE, population=120))
    assert certain not in text(summary([*BEFORE, *alike(3, 1, waktu=None)], population=121, period="2024"))


@pytest.mark.parametrize(
    ("period", "population", "sentence"),
    [
        ("2024", 240, "(tabel Krejcie–Morgan); responden periode ini kurang 1 dari jumlah itu."),
        ("2024-S1", 240, "bagian periode ini 74; responden periode ini sudah memenuhinya."),
        ("2024-05", 1_000_000, "bagian periode ini 32; responden periode ini sudah memenuhinya."),
        ("2024-05-01..2024-05-20", 240, "bagian periode ini 9; responden periode ini sudah memenuhinya."),
        ("2024", 100, "lebih kecil daripada jumlah responden dan perlu diperiksa."),
    ],
)
def test_a_period_needs_its_share_of_the_years_sample(period: str, population: int, sentence: str) -> None:
    assert sentence in text(summary(period=period, population=population))


def test_a_period_of_two_years_has_no_sample() -> None:
    assert "Jumlah responden minimal" not in text(summary(period="2023-12-01..2024-01-31"))


@pytest.mark.parametrize(
    ("period", "target", "sentence"),
    [
        ("2024", "88.50", "sebesar 88,50 tidak tercapai (kurang 0,31); capaiannya 99,65%"),
        ("2024", "88.19", "sebesar 88,19 tercapai; capaiannya 100,00%"),
        (
            "2024-05",
            "88.50",
            "sebesar 88,50 belum tercapai pada periode ini (kurang 0,31)",
        ),
    ],
)
def test_a_target_is_said_to_be_reached_or_missed(period: str, target: str, sentence: str) -> None:
    assert sentence in text(summary(period=period, target=Decimal(target)))


def test_another_mutu_than_before_is_said() -> None:
    better = people(dict.fromkeys(INSTRUMENT.keys(), 380), 100)
    assert "Mutu berubah dari B menjadi A." in text(summary(better, BEFORE))
    assert "Mutu berubah dari B menjadi A, walaupun selisihnya belum nyata." in text(
        summary(people(dict.fromkeys(INSTRUMENT.keys(), 354), 100), BEFORE)
    )


def test_blanks_are_warned_of_with_the_number_of_complete_answers() -> None:
    found = text(summary([*alike(3, 15), *people(SUMS, 147), *alike(4, 5, waktu=None)]))
    assert "162 dari 167 responden menjawab semua pertanyaan; bila yang tidak puas" in found
    assert "menjawab semua pertanyaan" not in text(summary())


def test_a_typed_figure_is_compared_with_and_named() -> None:
    typed = Previous(Decimal("88.23"), "B", None, None, source="LKj 2023")
    made = summary(period="2024", previous=typed, change=change_from(typed, summary().result))
    assert (
        "Dibanding Tahun 2023 (88,23 menurut LKj 2023), IKM turun 0,04. Karena ketidakpastian angka itu "
        "tidak diketahui, belum dapat disebut penurunan yang nyata."
    ) in text(made)


def test_a_change_of_an_unsur_is_marked_when_it_exceeds_its_uncertainty() -> None:
    few = text(summary(people(SUMS, 147)[:11], BEFORE[:11]))
    assert re.search(r"dengan ketidakpastian ±\d+,\d\d sampai ±\d+,\d\d menurut unsurnya", few)
    lower = [{**row, "waktu": 2} for row in people(SUMS, 147)]
    assert re.search(r"U3 Waktu Penyelesaian 294 0 2,00 .* D −\d+,\d\d ", text(summary(lower, BEFORE)))
    lower[0] = {**lower[0], "waktu": 3}
    assert re.search(r"U3 Waktu Penyelesaian 295 0 2,01 .* D −\d+,\d\d\* ", text(summary(lower, BEFORE)))


def test_figures_of_different_arithmetic_are_not_compared() -> None:
    made = summary(before=BEFORE)
    assert "dihitung dengan dasar yang berbeda" in text(replace(made, change=None))


@pytest.mark.parametrize(
    ("convention", "ikm", "named"),
    [
        (
            "0.111",
            "88,10",
            "konvensi bobot 0,111 untuk setiap unsur, jumlahnya 0,999 sehingga IKM tertinggi 99,90",
        ),
        (
            "0.11",
            "87,31",
            "konvensi bobot 0,11 untuk setiap unsur, jumlahnya 0,99 sehingga IKM tertinggi 99,00",
        ),
    ],
)
def test_another_convention_is_named_with_its_consequence(convention: str, ikm: str, named: str) -> None:
    found = text(summary(convention=convention))
    assert f"IKM unit pelayanan (NI × 25) {ikm} B" in found
    assert named in found


def test_an_offices_own_weights_are_listed() -> None:
    keys = INSTRUMENT.keys()
    weights = {**dict.fromkeys(keys, Fraction(1, 10)), keys[0]: Fraction(1, 5)}
    found = text(summary(instrument=INSTRUMENT.with_weights(weights)))
    assert "konvensi bobot khusus (U1 0,2; U2 0,1;" in found


def test_a_quarter_says_which_months_it_spans() -> None:
    assert "Periode Triwulan II Tahun 2024 (April s.d. Juni 2024)" in text(summary(period="2024-TW2"))
    assert "Periode Tahun 2024 NILAI IKM" in text(summary(period="2024"))


def test_excluded_responses_are_counted_with_their_reasons() -> None:
    excluded = (Count("Uji coba petugas", 2, Decimal("1.36")), Count("Isian ganda", 1, Decimal("0.68")))
    found = text(summary(excluded=excluded))
    assert "3 jawaban dikecualikan dari perhitungan: • Uji coba petugas: 2 • Isian ganda: 1" in found
    assert "Tidak ada jawaban yang dikecualikan" in text(summary())


def test_the_profile_services_and_channels_are_counted() -> None:
    found = text(summary())
    for row in (
        "Laki-laki 58 39,46%",
        "D4/S1 8 5,44%",
        "Kartu Keluarga 35 23,81%",
        "Ponsel (kode QR) 89 60,54%",
    ):
        assert row in found


def test_an_office_that_has_entered_nothing_gets_a_line_to_sign_on() -> None:
    found = pages(summary(unit=EMPTY_UNIT))
    assert "31 Mei 2024\nNIP.\n" in found[-1]


def test_many_suggestions_follow_the_signature_as_an_annex() -> None:
    made = summary(comments=comments(*[f"Saran ke-{number}." for number in range(1, 51)]))
    found = pages(made)
    signed = next(number for number, page in enumerate(found) if SIGNATURE in page)
    assert "50 saran diterima, seluruhnya pada lampiran." in found[signed]
    assert found[signed + 1].startswith("Lampiran: saran dan masukan")
    assert all(f"Saran ke-{number}." in " ".join(found[signed + 1 :]) for number in range(1, 51))


def test_of_too_many_suggestions_the_newest_are_printed_and_the_rest_is_counted() -> None:
    found = text(summary(comments=comments(*[f"Saran ke-{number}." for number in range(1, 1201)])))
    assert "1.200 saran diterima. Lampiran memuat 200 yang terbaru;" in found
    assert "1.001 3 Mei 2024 Kartu Keluarga Saran ke-1001." in found
    assert "Saran ke-1200." in found and "Saran ke-1000." not in found


LITERAL = (
    r"""#strong[x] $x^2$ *tebal* _miring_ @acuan <label> \ // /* */ = - + ` ``` ~ "kutip" 'satu' """
    "-- ... &amp; {{ }}"
)


def test_text_that_looks_like_markup_is_printed_as_it_was_written() -> None:
    harmful = '#panic() #read("/etc/passwd") #sys.inputs'
    unit = {"name": "A #emph[b] *c*", "signatory_name": f"Nama {LITERAL}", "address": harmful}
    found = text(summary(comments=comments(LITERAL, harmful), unit=unit))
    assert found.count(LITERAL) == 2
    assert found.count(harmful) == 2
    assert "A #EMPH[B] *C*" in found and "A #emph[b] *c* · Mei 2024" in found


@pytest.mark.parametrize(
    "written",
    [
        "👍",
        "🙏🏽",
        "😊",
        "❤",
        "🇮🇩",
        "★★★★☆",
        "→",
        "✓",
        "H₂O",
        "café",
        "ʼ",
        "Ⅳ",
        "½",
        "€",
        "“kutip”",
        "Ω",
        "ж",
    ],
)
def test_what_phones_offer_is_printed_as_it_was_written(written: str) -> None:
    assert written in text(summary(comments=comments(f"Baik {written} sekali")))


def test_arabic_is_printed_with_all_its_letters() -> None:
    """In which order a reader gives back a right-to-left line is its own affair."""
    word = "السلام"
    assert sorted(word) == sorted(re.findall(r"[\u0600-\u06ff]", text(summary(comments=comments(word)))))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("𝗧𝗲𝗿𝗶𝗺𝗮 ＡＢＣ", "Terima ABC"),
        ("ꦲꦏ꧀ꦱꦫ ᬅᬓ᭄ᬱᬭ ᮃᮊ᮪ᮞᮛ ᨒᨚᨈᨑ ᯀᯂ᯲ᯘᯒ", "ꦲꦏ꧀ꦱꦫ ᬅᬓ᭄ᬱᬭ ᮃᮊ᮪ᮞᮛ ᨒᨚᨈᨑ ᯀᯂ᯲ᯘᯒ"),
        ("你好", "��"),
        ("dua\nbaris\tdan\x07bel", "dua baris dan bel"),
        ("terbalik \u202egnalu\u202c", "terbalik gnalu"),
        ("\ud800\ue000", "�"),
        ("e\u0301", "é"),
        ("a\u0301\u0301\u064b", "á\u0301"),
    ],
)
def test_what_no_typeface_has_is_shown_plainly(written: str, printed: str) -> None:
    assert fonts.printable(written) == printed
    rekap.paper(summary(comments=comments(written))).pdf()


def test_every_character_that_passes_for_printable_can_be_printed() -> None:
    everything = sorted(set().union(*fonts.faces()))
    lines = ["".join(everything[start : start + 400]) for start in range(0, len(everything), 400)]
    assert len(everything) > 4_000
    rekap.paper(summary(comments=comments(*lines))).pdf()


def test_the_characters_of_a_typeface_are_those_of_its_file() -> None:
    files = {path.name: path for path in Path(fonts.folder().name).iterdir()}
    found = [frozenset(map(chr, TTFont(path)["cmap"].getBestCmap())) for path in files.values()]
    assert len(found) == 9
    for face in fonts.faces()[:-1]:
        # What two files both have, such as spaces, is of the first.
        assert any(face <= read and len(read - face) < 13 for read in found), sorted(face)[:3]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters() | st.sampled_from(sorted(set().union(*fonts.faces())))), max_size=20))
def test_no_text_can_keep_a_rekap_from_being_printed(texts: list[str]) -> None:
    name = " ".join(texts)[:80]
    rekap.paper(
        summary(alike(3, 2), comments=comments(*texts), unit={"name": name, "signatory_name": name})
    ).pdf()


def test_all_fonts_are_embedded() -> None:
    made = summary(comments=comments("👍 السلام ★ ⚖ ꦲꦏ꧀ꦱꦫ ᬅᬓ᭄ᬱᬭ ᮃᮊ᮪ᮞᮛ ᨒᨚᨈᨑ ᯀᯂ᯲ᯘᯒ"))
    seen = set()
    for page in read(made).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
            seen.add(descriptor["/FontName"].split("+")[1].split("-")[0])
    scripts = {f"NotoSans{name}" for name in ("Javanese", "Balinese", "Sundanese", "Buginese", "Batak")}
    others = {"SourceSans3", "NotoEmoji", "NotoSansArabic", "DejaVuSansMono", "NotoSansSymbols"}
    assert seen == scripts | others


def test_it_is_an_archival_and_accessible_document() -> None:
    root: Any = read(summary(before=BEFORE)).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    for mark in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert mark in metadata
    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"]
    assert root["/Lang"] == "id-ID"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_parts_are_tagged_and_its_chart_is_told_in_words() -> None:
    reader = read(summary(before=BEFORE))
    assert reader.metadata is not None
    assert (
        reader.metadata.title == "Rekapitulasi Indeks Kepuasan Masyarakat Kecamatan Sungai Jernih, Mei 2024"
    )
    objects: list[Any] = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    tags: list[Any] = [one for one in objects if isinstance(one, DictionaryObject) and "/S" in one]
    kinds = {tag["/S"] for tag in tags}
    assert {"/H1", "/Table", "/TH", "/TD", "/L", "/Figure", "/P"} <= kinds
    (figure,) = (tag for tag in tags if tag["/S"] == "/Figure")
    assert figure["/Alt"].startswith("Skala mutu pelayanan. IKM 88,19 pada mutu B. Rentang kepercayaan 95% ")


def test_the_same_data_give_the_same_bytes_also_from_many_threads() -> None:
    made = [summary(before=BEFORE), summary(alike(3, 2), comments=comments("👍"))]
    first = [rekap.paper(one).pdf() for one in made]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: rekap.paper(one).pdf(), made * 4)) == first * 4


def test_a_float_has_no_place_on_a_paper() -> None:
    with pytest.raises(TypeError, match="not for a paper"):
        render.render_pdf("report", {"ikm": 88.19}, summary().printed_at)


def test_the_footer_names_the_head_of_the_journal() -> None:
    head = Head(147, "3f2a9c01d4e5b6a7" + "0" * 48)
    page = PdfReader(io.BytesIO(rekap.paper(summary(journal=head)).pdf())).pages[0]
    assert "Jurnal 147-3f2a9c01d4e5b6a7" in " ".join(page.extract_text().split())
