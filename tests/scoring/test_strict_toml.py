"""TOML tables are read strictly, and a hostile text costs no time."""

import time

import pytest

from scoring.errors import InstrumentError
from scoring.strict_toml import read_toml


def test_a_table_is_given_as_it_is_and_empty_where_it_is_absent() -> None:
    top = read_toml('[options]\nid = ["Ya", "Tidak"]', "uji")
    assert top.mapping("options") == {"id": ["Ya", "Tidak"]}
    assert top.mapping("help") == {}


def test_a_value_in_the_place_of_a_table_is_refused() -> None:
    with pytest.raises(InstrumentError) as refused:
        read_toml("options = 4", "uji").mapping("options")
    assert refused.value.code == "not_table"


@pytest.mark.parametrize(
    "text",
    [".".join("a" * 60_000) + " = 1", "a = " + "[" * 20_000, "a = " + "9" * 20_000],
    ids=["a name of many parts", "nesting without end", "a number without end"],
)
def test_a_text_made_to_take_long_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(InstrumentError) as refused:
        read_toml(text, "uji")
    assert refused.value.code == "not_toml"
    assert time.process_time() - began < 5
