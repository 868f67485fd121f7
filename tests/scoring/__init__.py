"""The two published sets of answers that every figure is checked against."""

from collections.abc import Sequence

from scoring import load_instrument

INSTRUMENT = load_instrument("permenpan-14-2017")
KEYS = INSTRUMENT.keys()

# Sums per unsur in questionnaire order: the source report's Table 3.7, and a set on the edge of B and A.
REPORT = (147, (516, 512, 506, 586, 497, 506, 523, 505, 516))
EDGE = (28, (107, 97, 95, 98, 99, 94, 100, 102, 99))


def responses(respondents: int, sums: Sequence[int]) -> list[dict[str, int | None]]:
    """Answers of 1..4 with exactly these sums, as equal as they can be."""
    rows: list[dict[str, int | None]] = [{} for _ in range(respondents)]
    for key, total in zip(KEYS, sums, strict=True):
        low, more = divmod(total, respondents)
        for number, row in enumerate(rows):
            row[key] = low + (number < more)
    return rows
