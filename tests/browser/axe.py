"""Runs axe on a page quickly: its script is injected once per page, and only violations are returned."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async (only) => {
    // A screen slides in; half transparent its contrast is not the one that is read.
    for (const animation of document.getAnimations()) animation.finish();
    const { violations } = await axe.run({ runOnly: only, resultTypes: ["violations"] });
    const say = ({ id, help, nodes }) => [id, help, ...nodes.map(({ html }) => html)].join("; ");
    return violations.map(say);
}"""


def violations(page: Page, *rules: str) -> list[str]:
    """What violates WCAG 2.2 AA or good practice on the current page: the rule, and the elements.

    With `rules` only these are checked.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN, {"type": "rule", "values": rules} if rules else _TAGS)
    return found
