"""Odd values that both fuzzing drills send."""

from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from hypothesis import strategies as st

# Values that broke a page once or might: numbers, days, periods, addresses, characters.
NASTY = [
    "", "0", "-1", "1.5", "1e3", "1e999", "9" * 40, "9" * 5000, "0000000019", "000000001" + "0" * 5000,
    "sNaN", "NaN", "-Infinity", "8_7", "٨", "٢٠٢٤", "²", "0x10", "true", "null", "[]",
    "0000-00-00", "0001-01-01", "9999-12-31", "9999-13-01", "2024-02-30", "١٩٠٠-٠١-٠١", "25:61",
    "0000", "1900", "2999", "9999-12", "2024-13", "2024-TW5", "..", "2024-05-02..2024-05-01",
    "1900-01-01..2999-12-31", "2024-05..", "http://[", "http://x:y", "https://℀x", "javascript:alert(1)",
    "//x", "\x00", "a\x00b", "\x1b[31m", "\uffff", "\u202e", "\u2028", "'; drop table x --", "%s%n",
    "'\"><script>", "{{7*7}}", "../../etc/passwd", "a\r\nX: y", "=1+1", "#read(\"/etc/passwd\")",
    "👨‍👩‍👧" * 60, "a" * 70_000,
]  # fmt: skip
texts = st.text(max_size=40) | st.sampled_from(NASTY)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


def as_many_as(cases: int) -> settings:
    """Hypothesis settings for so many cases, each tried once and not stored."""
    return settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
