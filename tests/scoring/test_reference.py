"""The library's page and its example say what the library does."""

import re

import scoring
from tests.scoring import reference


def test_the_page_is_what_the_docstrings_say() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.reference(), "run make reference"


def test_every_exported_name_is_on_the_page_with_a_word_about_it() -> None:
    entries = dict(re.findall(r"^### (\w+)\n\n(.+)", reference.reference(), re.MULTILINE))
    assert sorted(entries) == sorted(scoring.__all__)


def test_the_readmes_example_prints_what_it_says() -> None:
    readme = (reference.ROOT / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^## Use scoring alone\n.*?```python\n(.*?)```", readme, re.MULTILINE | re.DOTALL)
    assert len(list(filter(None, example.splitlines()))) == 6
    printed: list[str] = []
    exec(example, {"print": lambda *values: printed.append(" ".join(map(str, values)))})  # noqa: S102
    assert printed == re.findall(r"#  ?(.*)$", example, re.MULTILINE)
