"""The windows that the screens are made for, as marks: `@EVERY_WINDOW` runs a test in each.

Without a mark a test uses the first one.
"""

import pytest

WINDOWS = {
    "tablet-upright": (800, 1280),
    "tablet": (1280, 800),
    "phone": (390, 844),
}
# Beside these the sizes at which a layout breaks first: low and narrow phones, and a large screen.
SIZES = WINDOWS | {
    "smallest-phone": (360, 640),
    "narrow-phone": (320, 568),
    "large": (1920, 1080),
}

SMALLEST_PHONE = pytest.mark.parametrize("window", [SIZES["smallest-phone"]], ids=["smallest-phone"])
EVERY_SIZE = pytest.mark.parametrize("window", SIZES.values(), ids=SIZES.keys())
EVERY_WINDOW = pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
EVERY_TABLET = pytest.mark.parametrize(
    "window", [WINDOWS["tablet-upright"], WINDOWS["tablet"]], ids=["tablet-upright", "tablet"]
)
TABLET = pytest.mark.parametrize("window", [WINDOWS["tablet"]], ids=["tablet"])
PHONE = pytest.mark.parametrize("window", [WINDOWS["phone"]], ids=["phone"])
