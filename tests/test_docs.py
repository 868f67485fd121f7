"""What the documentation says is so: its commands, links, folders, names and figures."""

import ast
import configparser
import json
import pkgutil
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import pytest
from flask.testing import FlaskClient
from markdown_it import MarkdownIt

from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.views import guide
from scoring import Tallies
from scoring import round_half_up
from scoring import score
from tests import guide_page
from tests.conftest import Staff
from tests.house import change_rows
from tests.house import prose_files
from tests.house import riddles
from tests.kiosk.score_files import scored
from tests.kiosk.score_files import xlsx_file
from tests.test_architecture import ROOMS

ROOT = Path(__file__).parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
}
README = PAGES["README.md"]
REGULATION = PAGES["docs/regulation.md"]
EVERY_PAGE = pytest.mark.parametrize("page", PAGES)


def _rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    table = re.search(rf"^#+ {heading}\n(?:[^#].*\n|\n)*?\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table, f"no table below {heading!r}"
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[1].splitlines()]


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


WIDTH, ROW_WIDTH = 110, 130  # a row of a table cannot be broken


def test_the_english_is_plain() -> None:
    found = [
        f"{path}:{line}: {word}"
        for path in prose_files()
        for line, word in riddles((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found, "say who acts, and how (CONTRIBUTING.md, Plain English):\n" + "\n".join(found)


def test_lines_are_short() -> None:
    wide = [
        f"{page}:{number} has {len(line)} columns"
        for page, text in PAGES.items()
        for number, line in enumerate(text.splitlines(), start=1)
        # A word that cannot be broken, such as the name of a test, may be a line.
        if len(line) > (ROW_WIDTH if line.startswith("|") else WIDTH) and " " in line.strip("*- ")
    ]
    assert not wide, "\n".join(wide)


@EVERY_PAGE
def test_every_make_command_exists(page: str) -> None:
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = re.findall(r"`make ([a-z]\w*)[^`]*`|^make (\w+)", PAGES[page], re.MULTILINE)
    assert {"".join(names) for names in code} <= targets


@EVERY_PAGE
def test_every_ikm_command_mentioned_exists(page: str) -> None:
    assert set(re.findall(r"`ikm ([a-z][\w-]*)|\\ikm ([\w-]+)", PAGES[page])) <= {
        pair for name in main.commands for pair in ((name, ""), ("", name))
    }


def test_every_ikm_command_is_described_with_options_that_it_has() -> None:
    described = dict(re.findall(r"^### ikm (\S+)\n([^#]+)", PAGES["docs/commands.md"], re.MULTILINE))
    assert described.keys() == main.commands.keys()
    for name, text in described.items():
        command = main.commands[name]
        parts = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        options = {flag for part in parts for parameter in part.params for flag in parameter.opts}
        assert set(re.findall(r"--[a-z]+(?:-[a-z]+)*", text)) <= options


@EVERY_PAGE
def test_every_link_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)|^\[[^\]]+\]: (\S+)", PAGES[page], re.MULTILINE):
        target = "".join(target)
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        there = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert there.exists(), f"{page} links to {target}"
        if anchor:
            assert anchor in _anchors(there.read_text(encoding="utf-8")), f"{page} links to {target}"


@EVERY_PAGE
def test_no_link_is_left_as_text(page: str) -> None:
    page_html = MarkdownIt("commonmark").enable("table").render(PAGES[page])
    text = re.sub(r"<(code|pre)\b.*?</\1>|<[^>]*>", " ", page_html, flags=re.DOTALL)
    assert re.findall(r"\]\s?\[|\]\(", text) == []


def _examples(page: str) -> list[dict[str, Any]]:
    return [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGES[page], re.DOTALL)]


def test_the_response_that_the_interfaces_page_shows_is_stored(client: FlaskClient, office: Office) -> None:
    body = _examples("docs/api.md")[0] | {"collector": office.tablet.code}
    answer = client.post("/api/responses", json=body)
    assert (answer.status_code, answer.json) == (201, {"id": body["id"], "status": "stored"})


def _keys(value: Any) -> Any:
    """What an object holds by which keys, without its values; of a list its first item."""
    if isinstance(value, dict):
        return {key: _keys(item) for key, item in value.items()}
    return _keys(value[0]) if isinstance(value, list) and value else type(value)


def test_the_object_that_the_interfaces_page_shows_is_what_ikm_score_prints(tmp_path: Path) -> None:
    shown = _examples("docs/api.md")[1]
    good = [3] * 9
    head: list[object] = ["No", *(f"U{number}" for number in range(1, 10))]
    rows: list[list[object]] = [head, [1, *good], [2, *good], [3, 5, *good[1:]], [], ["Jumlah", *good]]
    printed = scored(xlsx_file(tmp_path, {"Mei": rows}))
    for part in ("columns", "unsur"):
        printed[part] = {key: printed[part][key] for key in shown[part]}
    assert _keys(printed) == _keys(shown)


@EVERY_PAGE
def test_every_file_named_exists(page: str) -> None:
    folders = "kiosk|scoring|templates|tests|benchmarks|docs|deb"
    named = set(re.findall(rf"(?<![\w/.-])((?:{folders})/[\w./-]*\w)\b(?!\*)", PAGES[page]))
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_contributing_says_where_nine_kinds_of_change_go() -> None:
    assert len(change_rows()) >= 9
    assert all(change_rows().values())


def test_the_index_of_decisions_links_each_of_them() -> None:
    index, _, rest = PAGES["docs/decisions.md"].partition("\n## By subject\n")[2].partition("\n## ")
    linked = re.findall(r"\[(.+)\]\(#", index)
    assert sorted(linked) == sorted([*re.findall(r"^### (.+)$", rest, re.MULTILINE), "Dependencies"])


def test_the_picture_of_the_rooms_has_each_of_them_in_order() -> None:
    [picture] = re.findall(r"^```\n(.*?)^```", PAGES["docs/architecture.md"], re.DOTALL | re.MULTILINE)
    rooms = re.findall(r"^  ([a-z][\w/.]*)  ", picture, re.MULTILINE)
    assert [room.removesuffix(".py").replace("/", ".") for room in reversed(rooms)] == ROOMS


def test_the_readme_maps_every_folder_and_no_other() -> None:
    mapped = {row[0].strip("`/") for row in _rows(README, "The folders")}
    made = {"build", "dist", "__pycache__"}
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert mapped == {name for name in there - made if not name.endswith(".egg-info")}


def test_the_version_heads_the_changelog() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    newest = re.search(r"^## (\S+)", PAGES["CHANGELOG.md"], re.MULTILINE)
    version = config["metadata"]["version"]
    assert newest and newest[1] == version
    assert set(re.findall(r"ikm_kiosk-(\d[\w.]*)-py3", PAGES["docs/operating.md"])) == {version}


def test_every_version_but_one_in_the_making_has_its_day() -> None:
    days = re.findall(r"^## \S+ \((.+)\)$", PAGES["CHANGELOG.md"], re.MULTILINE)
    assert len(days) == PAGES["CHANGELOG.md"].count("\n## ")
    dated = [date.fromisoformat(day) for day in days[days[0] == "unreleased" :]]
    assert dated == sorted(dated, reverse=True)


def test_an_entry_of_the_changelog_has_25_words_at_most() -> None:
    entries = re.findall(r"^\* (.+(?:\n  .+)*)", PAGES["CHANGELOG.md"], re.MULTILINE)
    assert entries
    assert [entry for entry in entries if len(entry.split()) > 25] == []


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:scoring|kiosk)\.[\w.]+)`", REGULATION))))
def test_every_function_that_keeps_a_rule_exists(name: str) -> None:
    assert pkgutil.resolve_name(name)


@pytest.mark.parametrize("reference", sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", REGULATION))))
def test_every_test_that_proves_a_rule_exists(reference: str) -> None:
    path, _, name = reference.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_rule_of_the_regulation_page_names_a_function_and_a_test() -> None:
    rules = re.findall(r"^(\d+)\. (.+(?:\n {4}.+)*)", REGULATION, re.MULTILINE)
    assert [int(number) for number, _ in rules] == list(range(1, len(rules) + 1))
    for _, rule in rules:
        assert re.search(r"`(scoring|kiosk)\.", rule) and "`tests/" in rule, rule


def test_the_index_worked_by_hand_is_what_the_program_computes() -> None:
    rows = {row[0]: row[1:] for row in _rows(REGULATION, "One index by hand")}
    grand_sum, grand_average = rows.pop("all nine")
    respondents = 147
    # Any answers with these sums will do: 3 from everybody and 4 from as many as it takes, or 2.
    counts = {}
    for key, (total, _) in rows.items():
        extra = int(total) - 3 * respondents
        counts[key] = {3: respondents - abs(extra), 4 if extra > 0 else 2: abs(extra)}
    tallies = Tallies(respondents, counts, None)
    result = score(load_rules(DEFAULT), tallies)

    def six(value: Fraction | None) -> str:
        assert value is not None
        return str(round_half_up(value, 6))

    assert {key: (str(unsur.sum), six(unsur.nrr)) for key, unsur in result.unsur.items()} == {
        key: tuple(cells) for key, cells in rows.items()
    }
    averages = [unsur.nrr for unsur in result.unsur.values() if unsur.nrr is not None]
    assert int(grand_sum) == sum(unsur.sum for unsur in result.unsur.values())
    assert grand_average == six(sum(averages, Fraction()))
    assert result.ni is not None
    assert f"{grand_average} ÷ 9 = {six(result.ni)}, and IKM = NI × 25 = {six(result.ni * 25)}" in REGULATION
    assert f"**IKM {result.ikm}, mutu {result.mutu}, kinerja {result.kinerja}**" in REGULATION
    others = [score(load_rules(DEFAULT), tallies, convention).ikm for convention in ("0.111", "0.11")]
    assert f"that gives {others[0]} and {others[1]}" in REGULATION
    assert (
        f"Rounding NI to {round_half_up(result.ni)} first gives {round_half_up(result.ni) * Decimal(25)}"
        in REGULATION
    )


def test_what_the_guide_tells_staff_to_press_is_on_their_screens() -> None:
    sources = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("kiosk/**/*.py"), *ROOT.glob("kiosk/**/*.toml")]
    screens = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    named = set(re.findall(r"\*\*(.+?)\*\*", re.sub(r"\s+", " ", PAGES["docs/panduan-petugas.md"])))
    assert {word for word in named if word not in screens} == set()


# ASVS 5.0.0: how many requirements of levels 1 and 2 each section has; they are numbered from 1 on.
ASVS = {
    1: [2, 9, 11, 3, 2],
    2: [3, 3, 4, 1],
    3: [0, 2, 4, 6, 5, 0, 2],
    4: [3, 1, 2, 4],
    5: [1, 3, 2, 3],
    6: [3, 12, 4, 4, 5, 3, 0, 4],
    7: [3, 4, 2, 5, 2, 2],
    8: [2, 3, 1, 1],
    9: [3, 4],
    10: [2, 2, 4, 11, 5, 2, 3],
    11: [2, 3, 3, 4, 1, 1],
    12: [3, 2, 4],
    13: [1, 5, 2, 5],
    14: [2, 4, 3],
    15: [3, 3, 7],
    16: [1, 5, 4, 3, 3],
    17: [1, 4, 2],
}


def test_each_requirement_of_the_asvs_has_exactly_one_line_with_a_state() -> None:
    lines = re.findall(r"^\* ([\d., –\n]+?)\s+\*\*(\S+)\*\*: ", PAGES["docs/evidence/asvs.md"], re.MULTILINE)
    listed = []
    for numbers, state in lines:
        assert state in ("met", "n/a", "office", "open"), numbers
        for part in re.split(r",\s+", numbers):
            first, _, last = part.partition("–")
            section, _, number = first.rpartition(".")
            assert not last or last.startswith(f"{section}."), part
            end = int((last or first).rpartition(".")[2])
            listed += [f"{section}.{one}" for one in range(int(number), end + 1)]
    asked = {
        f"{chapter}.{section}.{number}"
        for chapter, counts in ASVS.items()
        for section, count in enumerate(counts, start=1)
        for number in range(1, count + 1)
    }
    assert sorted(listed) == sorted(asked)


def test_the_guide_to_tablets_shows_its_pictures(staff: Staff) -> None:
    page = staff.client.get("/staf/panduan/tablet").get_data(as_text=True)
    pictures = re.findall(r'<img src="(/static/\w+/tablets/[^"]+)"', page)
    assert len(pictures) == 3
    for picture in pictures:
        with staff.client.get(picture) as response:
            assert response.mimetype == "image/svg+xml"


def test_the_guide_inside_the_application_is_the_document() -> None:
    """`python -m tests.guide_page` writes it again."""
    for source, page in guide_page.PAGES.items():
        assert (guide_page.TEMPLATES / page).read_text(encoding="utf-8") == guide_page.render(source)
    text = (guide_page.TEMPLATES / "text.html").read_text(encoding="utf-8")
    anchors = set(re.findall(r' id="([\w-]+)"', text))
    assert set(guide._PARTS.values()) <= anchors
