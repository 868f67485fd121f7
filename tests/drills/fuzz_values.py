"""Odd values, as both fuzzing drills send them."""

from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from hypothesis import strategies as st

texts = st.text(max_size=40) | st.sampled_from(
    ["", "0", "-1", "../../etc/passwd", "'; drop table x --", "\x00"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


def as_many_as(cases: int) -> settings:
    """So many cases, each tried once and none remembered."""
    return settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
