"""The whole survey as Chromium hands it to a screen reader, walked with the keyboard alone."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import CDPSession
from playwright.sync_api import Page
from playwright.sync_api import expect
from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.languages import languages
from kiosk.store.offices import questionnaires
from tests.browser.visitor import step
from tests.browser.visitor import stored
from tests.browser.windows import TABLET
from tests.conftest import NOW


@dataclass(frozen=True)
class Node:
    """A node of the accessibility tree: its role, name, properties such as `checked`, and the text in it."""

    role: str
    name: str
    properties: dict[str, Any]
    text: str


def _read_tree(session: CDPSession) -> list[Node]:
    """What a screen reader finds on the page; decoration and hidden parts are not in it."""
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}

    def name(node: dict[str, Any]) -> str:
        return str(node.get("name", {}).get("value", ""))

    def text(node: dict[str, Any]) -> str:
        if node["role"]["value"] == "StaticText":
            return name(node)
        return "".join(text(nodes[child]) for child in node.get("childIds", ()) if child in nodes)

    return [
        Node(
            node["role"]["value"],
            name(node),
            {one["name"]: one["value"].get("value") for one in node.get("properties", ())},
            text(node),
        )
        for node in nodes.values()
        if not node["ignored"]
    ]


def _of_role(tree: list[Node], role: str) -> list[Node]:
    return [node for node in tree if node.role == role]


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def _check_step(tree: list[Node], number: int, total: int) -> list[str]:
    """One focused heading that names the one group of unchecked answers; returns the answers' names."""
    [heading] = [node for node in _of_role(tree, "heading") if node.properties.get("level") == 2]
    [group] = _of_role(tree, "radiogroup")
    assert heading.properties.get("focused") and heading.name == group.name != ""
    radios = _of_role(tree, "radio")
    names = [radio.name for radio in radios]
    assert len(set(names)) == len(names) >= 2 and all(names)
    assert {radio.properties["checked"] for radio in radios} == {"false"}
    # The live region says where the visitor is each time the step changes.
    assert f"{number} dari {total}" in [
        node.text for node in _of_role(tree, "status") if node.properties.get("live") == "polite"
    ]
    return names


@TABLET
@pytest.mark.parametrize("instrument", [DEFAULT, "skm-online-2026"], ids=["nine", "sixteen"])
def test_each_step_has_its_name_its_state_and_its_announcement_in_the_tree(
    page: Page, office: Office, db: Database, instrument: str
) -> None:
    asked = load_questionnaire(instrument)
    if instrument != DEFAULT:
        questionnaires.set_questionnaire(
            db,
            office.unit.unit_id,
            asked.rules,
            NOW.date(),
            person_id=office.admin.person_id,
            now=NOW,
        )
    session = page.context.new_cdp_session(page)
    page.goto(f"/s/{office.tablet.code}", wait_until="networkidle")
    step(page, "start")
    _tab_to(page, "[data-do=start]")
    page.keyboard.press("Enter")
    items = {item.key: item for item in asked.items}
    steps = ["service", *items, *asked.profile]
    for number, name in enumerate(steps, 1):
        step(page, name)
        names = _check_step(_read_tree(session), number, len(steps) + 1)
        if name in items:
            assert tuple(names) == tuple(languages()["id"].pick(items[name].options))
        _tab_to(page, f"[name={name}]")
        page.keyboard.press("Space")
        radios = _of_role(_read_tree(session), "radio")
        assert [one.name for one in radios if one.properties["checked"] == "true"] == names[:1]
        _tab_to(page, "[data-do=next]")
        page.keyboard.press("Enter")
    step(page, "comment")
    [box] = _of_role(_read_tree(session), "textbox")
    assert box.name
    _tab_to(page, "[data-step=comment] .huge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_focused()
    stored(db, 1)
