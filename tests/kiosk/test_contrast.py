"""The contrast of text and controls, computed from the style sheets (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "kiosk" / "static"
TEXT, LARGE = 4.5, 3.0

SURVEY = {
    ("ink", "ground"): TEXT,
    ("ink", "paper"): TEXT,
    ("ink", "accent-soft"): TEXT,
    ("soft", "ground"): TEXT,
    ("soft", "paper"): TEXT,
    ("soft", "accent-soft"): TEXT,
    ("ink", "track"): TEXT,
    ("accent", "paper"): TEXT,
    ("accent", "ground"): TEXT,
    ("accent", "accent-soft"): TEXT,
    ("on-accent", "accent"): TEXT,
    ("bad", "bad-soft"): TEXT,
    ("edge", "paper"): LARGE,
    ("edge", "ground"): LARGE,
    ("focus", "ground"): LARGE,
    ("focus", "paper"): LARGE,
}
STAFF = {
    ("ink", "ground"): TEXT,
    ("ink", "paper"): TEXT,
    ("ink", "accent-soft"): TEXT,
    ("soft", "ground"): TEXT,
    ("soft", "paper"): TEXT,
    ("accent", "paper"): TEXT,
    ("accent", "ground"): TEXT,
    ("accent", "accent-soft"): TEXT,
    ("paper", "accent"): TEXT,
    ("bad", "paper"): TEXT,
    ("bad", "bad-soft"): TEXT,
    ("good", "paper"): TEXT,
    ("good", "good-soft"): TEXT,
    ("ink", "good-soft"): TEXT,
    ("ink", "track"): TEXT,
    ("ink", "warn-soft"): TEXT,
    ("edge", "paper"): LARGE,
    ("focus", "ground"): LARGE,
    ("focus", "paper"): LARGE,
}


def colours(sheet: str, selector: str) -> dict[str, str]:
    """The custom properties that a rule sets to a colour."""
    css = (STATIC / sheet).read_text(encoding="utf-8")
    rule = re.search(rf"^{re.escape(selector)} \{{(.*?)\}}", css, re.MULTILINE | re.DOTALL)
    assert rule, selector
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", rule[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    channels = (int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PLAIN = colours("survey/survey.css", ":root")
STAFF_PLAIN = colours("staff.css", ":root,\narticle.sheet")
LOOKS = {
    "survey": (PLAIN, SURVEY),
    "survey, high contrast": (
        PLAIN | colours("survey/survey.css", ":root:is(.contrast, :has(#contrast:checked))"),
        SURVEY,
    ),
    "faces": (
        {
            f"{name}-{n}": value
            for n in range(1, 5)
            for name, value in colours("survey/survey.css", f".tone-{n}").items()
        },
        {(f"tone-{n}", f"tint-{n}"): LARGE for n in range(1, 5)},
    ),
    "staff": (STAFF_PLAIN, STAFF),
    "staff, dark": (STAFF_PLAIN | colours("staff.css", "  :root"), STAFF),
}


def lines() -> list[tuple[str, str, str, float, float]]:
    """Look, foreground, background, contrast and the least it may be."""
    return [
        (look, front, back, round(contrast(palette[front], palette[back]), 2), least)
        for look, (palette, pairs) in LOOKS.items()
        for (front, back), least in pairs.items()
    ]


@pytest.mark.parametrize(("look", "front", "back", "ratio", "least"), lines())
def test_it_is_enough(look: str, front: str, back: str, ratio: float, least: float) -> None:
    assert ratio >= least


def test_the_documented_table_is_what_the_style_sheets_give() -> None:
    page = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
    rows = [
        f"| {look} | {front} on {back} | {ratio:.2f} | {least} |"
        for look, front, back, ratio, least in lines()
    ]
    assert [line for line in page.splitlines() if line in rows] == rows
