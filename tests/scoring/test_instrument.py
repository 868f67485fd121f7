"""The questionnaires as data: the official words, and every way a faulty file is refused."""

import re
from fractions import Fraction
from importlib.resources import files

import pytest

from scoring import InstrumentError
from scoring import load_instrument
from scoring import parse_instrument
from tests.scoring import INSTRUMENT
from tests.scoring import KEYS

TEXT = (files("scoring") / "rules" / "permenpan-14-2017.toml").read_text(encoding="utf-8")


def test_questionnaire_and_list_swap_the_last_two() -> None:
    assert KEYS == (
        "persyaratan", "prosedur", "waktu", "biaya", "produk",
        "kompetensi", "perilaku", "sarana", "pengaduan",
    )  # fmt: skip
    assert INSTRUMENT.keys("daftar") == (*KEYS[:7], "pengaduan", "sarana")
    assert tuple(unsur.key for unsur in INSTRUMENT.unsur) == KEYS


@pytest.mark.parametrize("id", ["permenpan-14-2018", "", "../rules/permenpan-14-2017"])
def test_an_unknown_instrument_is_named_and_the_known_ones_listed(id: str) -> None:
    with pytest.raises(InstrumentError, match=re.escape(f"no instrument {id!r}; there are kep-25-2004, ")):
        load_instrument(id)


def test_an_unknown_unsur_or_order_is_refused() -> None:
    with pytest.raises(InstrumentError, match="no unsur 'u8'"):
        INSTRUMENT.get("u8")
    with pytest.raises(InstrumentError, match="no order 'lkj'; there are kuesioner, daftar"):
        INSTRUMENT.keys("lkj")


def test_an_instrument_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        INSTRUMENT.orders["daftar"] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "permenpan', "id = permenpan", "not TOML"),
        ('title = "', 'titel = "', "title is missing"),
        ('title = "Survei', 'title = "" # "Survei', "title: not a text"),
        ('title = "Survei', 'year = 2017\ntitle = "Survei', "unknown: year"),
        ('weight = "1/9"', 'weight = "0.12"', "the weights sum to"),
        ('weight = "1/9"', "weight = 0.11", "weight: not a text: 0.11"),
        ('weight = "1/9"', 'weight = "sepersembilan"', 'not a number such as "1/9"'),
        ('weight = "1/9"', 'weight = "1/0"', 'not a number such as "1/9"'),
        ('weight = "1/9"', 'weight = "-1/9"', "weight of persyaratan: not above 0"),
        ('weight = "1/9"', 'name = "Syarat", weight = "1/9"', "unsur persyaratan: unknown: name"),
        ('weight_sum = "1"', 'weight_sum = "0.99"', "the weights sum to 1, not to 99/100"),
        ('key = "sarana"', 'key = "waktu"', "the key waktu is used twice"),
        ('daftar = [\n    "persyaratan", ', "daftar = [", "order daftar does not name every unsur"),
        ('daftar = [\n    "persyaratan",', 'daftar = ["waktu",', "order daftar does not name every unsur"),
        ("daftar = [", "urutan = [", "daftar is missing"),
        ("daftar = [", "daftar = [1,", "daftar: not a list of texts"),
        ('high = "64.99"', 'high = "64.98"', "band 2 (C) must start at 64.99"),
        ('high = "64.99"', 'high = "65.00"', "band 2 (C) must start at 65.01"),
        ('high = "64.99"', 'high = "64.991"', "at most two decimals"),
        ('high = "64.99"', 'high = "24.00"', "band 1 (D) must start at 25.00 and end above"),
        ('low = "25.00"', 'low = "24.00"', "band 1 (D) must start at 25.00"),
        ('high = "100.00"', 'high = "99.99"', "the bands end at 99.99, not at 100.00"),
        ("persepsi = 2", "persepsi = 3", "band 2 (C) must"),
        ("persepsi = 2", 'persepsi = "2"', "persepsi: not a whole number"),
        ('mutu = "C"', 'mutu = "D"', "a mutu is used for two bands: D, D, B, A"),
        ("unsur = [", "unsur = [1,", "unsur: not a list of tables"),
        ("scale = 4", "scale = 6", "4 where there are unsur, not 6"),
        ("scale = 4", "scale = 1", "scale: from 2 to 10"),
        ("scale = 4", 'scale = 4\nitems = ["waktu"]', "items: does not name every item exactly once"),
        ('{ key = "waktu",', '{ key = "waktu", items = ["lama"],', "waktu: a single item has the key"),
        ('{ key = "waktu",', '{ key = "waktu", items = ["waktu", "lama"],', "waktu: one of several items"),
        ('{ key = "waktu",', '{ key = "waktu", items = ["biaya", "lama"],', "the key biaya is used twice"),
        ("daftar = [", 'indices = [{ key = "ipak", items = ["waktu", "x"] }]\ndaftar = [', "waktu is used"),
        ("daftar = [", 'indices = [{ key = "ipak" }]\ndaftar = [', "indices ipak: items is missing"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_fault(old: str, new: str, complaint: str) -> None:
    assert old in TEXT
    with pytest.raises(InstrumentError, match=re.escape(complaint)) as caught:
        parse_instrument(TEXT.replace(old, new, 1), source="broken")
    assert str(caught.value).startswith(("broken: ", "permenpan-14-2017: "))


def test_a_file_that_asks_nothing_is_refused() -> None:
    with pytest.raises(InstrumentError, match="neither an unsur nor an index"):
        parse_instrument('id = "x"\ntitle = "x"\nregulation = "x"\nscale = 4\nunsur = []', source="broken")


def test_weights_above_one_would_leave_the_scale() -> None:
    heavy = TEXT.replace('weight = "1/9"', 'weight = "0.12"').replace(
        'weight_sum = "1"', 'weight_sum = "1.08"'
    )
    with pytest.raises(InstrumentError, match="above 100"):
        parse_instrument(heavy, source="broken")


@pytest.mark.parametrize(
    ("weights", "complaint"),
    [
        (dict.fromkeys(KEYS, "0.11"), "the weights sum to 99/100, not to 1"),
        (dict.fromkeys(KEYS[:8], "0.125"), "all of them, only them"),
        (dict.fromkeys((*KEYS, "maklumat"), "0.1"), "all of them, only them"),
        (dict.fromkeys(KEYS, "1/8") | {"biaya": "0"}, "weight of biaya: not above 0"),
        (dict.fromkeys(KEYS, "1/9") | {"biaya": "banyak"}, "weights: biaya: not a number"),
    ],
)
def test_an_offices_own_weights_are_checked(weights: dict[str, str], complaint: str) -> None:
    with pytest.raises(InstrumentError, match=complaint):
        INSTRUMENT.with_weights(weights)


def test_an_offices_own_weights_leave_the_original_alone() -> None:
    weighted = INSTRUMENT.with_weights(dict.fromkeys(KEYS, Fraction(1, 10)) | {"biaya": Fraction(1, 5)})
    assert weighted.convention == "khusus"
    assert weighted.get("biaya").weight == Fraction(1, 5)
    assert INSTRUMENT.get("biaya").weight == Fraction(1, 9)
    assert set(INSTRUMENT.integer_weights.values()) == {1}
