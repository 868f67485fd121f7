"""The rules files: they never change, and each scores what its source says."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from scoring import InstrumentError
from scoring import list_instruments
from scoring import load_instrument

# Of each file: its SHA-256, and the digest of what decides a figure (16 hexadecimal digits of each).
RULES = {
    "kep-25-2004": ("5845b1d893b63063", "24d0ee4397437e89"),
    "permenpan-14-2017": ("5a5d91d0ece89f62", "88ed79e40cf8d47b"),
    "permenpan-16-2014": ("783050cb2ddc4b9a", "749f753462b1da1f"),
    "skm-online-2024": ("825726a509bd71f9", "7c17ea7b7825566e"),
    "skm-online-2024-daring": ("b7557331bc1d6630", "6ab67456539c85f6"),
    "skm-online-2026": ("3b6330e1ce55de74", "cc4e9c7e2821683c"),
    "skm-online-2026-daring": ("4cd4580d581a1b4c", "cc4e9c7e2821683c"),
    "skm-online-2026-hibrida": ("a07b565ae7921aea", "4cbcdc299c7841f0"),
    "spkp-spak": ("546e502fdd3d1880", "1b3610adfa7c9b61"),
    "spkp-spak-6": ("da53e768602fd902", "439011399894ee9b"),
}


def test_the_rules_that_exist_are_sound() -> None:
    assert list_instruments() == tuple(RULES)
    for id in RULES:
        assert load_instrument(id).id == id


@pytest.mark.parametrize("id", RULES)
def test_rules_that_may_have_been_answered_never_change(id: str) -> None:
    written = (files("scoring") / "rules" / f"{id}.toml").read_bytes()
    # Other rules are a new file. Only a comment or a title may be corrected: then the digest stays.
    assert load_instrument(id).digest.startswith(RULES[id][1])
    assert hashlib.sha256(written).hexdigest().startswith(RULES[id][0])


def test_a_file_that_has_the_id_of_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "salinan.toml").write_bytes((files("scoring") / "rules" / "spkp-spak.toml").read_bytes())
    monkeypatch.setattr("scoring.instrument._RULES", tmp_path)
    list_instruments.cache_clear()
    try:
        with pytest.raises(InstrumentError, match="salinan.toml: says it is 'spkp-spak'"):
            load_instrument("salinan")
    finally:
        list_instruments.cache_clear()


def test_a_digest_tells_rules_apart_and_no_titles() -> None:
    offline, online = load_instrument("skm-online-2026"), load_instrument("skm-online-2026-daring")
    assert (offline.title == online.title, offline.digest == online.digest) == (False, True)
    official = load_instrument("permenpan-14-2017")
    assert official.with_weights(dict.fromkeys(official.keys(), "1/9")).digest != official.digest


@pytest.mark.parametrize("id", ["permenpan-16-2014", "kep-25-2004"])
def test_before_2017_the_bands_were_others(id: str) -> None:
    assert [(str(band.low), str(band.high), band.mutu) for band in load_instrument(id).bands] == [
        ("25.00", "43.75", "D"), ("43.76", "62.50", "C"), ("62.51", "81.25", "B"), ("81.26", "100.00", "A"),
    ]  # fmt: skip


def test_the_regulation_of_2004_states_its_own_sum() -> None:
    old = load_instrument("kep-25-2004")
    assert len(old.unsur) == 14
    assert {str(unsur.weight) for unsur in old.unsur} == {"71/1000"}
    assert str(old.weight_sum) == "497/500"


def test_maklumat_was_asked_where_sarana_is_asked_now() -> None:
    older, official = load_instrument("permenpan-16-2014").keys(), load_instrument("permenpan-14-2017").keys()
    assert set(official) - set(older) == {"sarana"}
    assert set(older) - set(official) == {"maklumat"}


@pytest.mark.parametrize(
    ("id", "items", "in_units_of"),
    [
        ("skm-online-2026", 16, 2),
        ("skm-online-2026-daring", 16, 2),
        ("skm-online-2026-hibrida", 19, 2),
        ("skm-online-2024", 16, 60),
        ("skm-online-2024-daring", 16, 12),
    ],
)
def test_the_national_sets_ask_the_nine_unsur_with_several_items(
    id: str, items: int, in_units_of: int
) -> None:
    national, official = load_instrument(id), load_instrument("permenpan-14-2017")
    assert len(national.items) == items
    assert national.unit == in_units_of
    assert national.keys() == official.keys("daftar")
    assert national.bands == official.bands


def test_five_items_of_the_set_of_2026_are_ipak_and_count_for_no_unsur() -> None:
    national = load_instrument("skm-online-2026")
    [ipak] = national.indices
    assert [national.items.index(item) + 1 for item in ipak.items] == [5, 8, 9, 13, 14]
    assert not {item for unsur in national.unsur for item in unsur.items} & set(ipak.items)
    assert load_instrument("skm-online-2024").indices == ()


@pytest.mark.parametrize(("id", "scale"), [("spkp-spak", 4), ("spkp-spak-6", 6)])
def test_the_survey_of_zona_integritas_has_two_indices_and_no_unsur(id: str, scale: int) -> None:
    survey = load_instrument(id)
    assert (survey.scale, survey.values[-1], survey.unsur, survey.bands) == (scale, scale, (), ())
    assert {index.key: len(index.items) for index in survey.indices} == {"ipkp": 8, "ipak": 5}
