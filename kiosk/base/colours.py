"""The colour of an office on survey and posters: legible on every ground it is used on."""

import re

# The survey writes white on the colour, and in the colour on these grounds.
GROUNDS = ("#ffffff", "#f6f4ef")
LEAST_CONTRAST = 4.5  # WCAG 1.4.3
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def is_colour(text: str) -> bool:
    """Whether `text` is a colour as `#0b5563`."""
    return _COLOUR.fullmatch(text) is not None


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with this share of `other`."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def least_contrast(accent: str) -> float:
    """The lowest contrast of a colour with the grounds that it is used on."""
    return min(contrast(accent, ground) for ground in (*GROUNDS, mix(accent, "#ffffff", 0.88)))


def style_sheet(accent: str) -> str:
    """The survey's custom properties in this colour, where the visitor did not choose high contrast."""
    deep, soft = mix(accent, "#000000", 0.25), mix(accent, "#ffffff", 0.88)
    rule = f"{{--accent:{accent};--accent-deep:{deep};--accent-soft:{soft}}}"
    return (
        f":root:not(.contrast):not(:has(#contrast:checked)){rule}\n"
        f"@supports not selector(:has(*)){{:root:not(.contrast){rule}}}\n"
    )
