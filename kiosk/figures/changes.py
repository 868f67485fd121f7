"""What has changed since the previous period: the IKM, each unsur, and the unsur that a plan was made for."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kiosk.figures.previous import Previous
from kiosk.store.results.plans import Plan
from scoring import UNKNOWN
from scoring import Comparison
from scoring import Result
from scoring import compare
from scoring import compare_unsur


@dataclass(frozen=True)
class FollowUp:
    """A plan made from the previous period's result, and its unsur's converted value (×25) then and now.

    Either value, and then the change too, is None if it could not be computed.
    """

    plan: Plan
    before: Decimal | None
    after: Decimal | None
    change: Comparison | None


def change_from(previous: Previous | None, now: Result, population: int | None = None) -> Comparison | None:
    """The change of the IKM since `previous`; None if either is unknown or their arithmetic differs.

    `population` is the number of people served in the present period.
    """
    if previous is None or previous.ikm is None or now.ikm is None:
        return None
    if previous.result is None:
        return Comparison(now.ikm - previous.ikm, None, None, False, UNKNOWN)
    return compare(previous.result, now, (previous.population, population))


def changes_per_unsur(
    previous: Previous | None, now: Result, population: int | None = None, *, comparisons: int | None = None
) -> Mapping[str, Comparison | None]:
    """The change of each unsur's converted value (×25); None if either is unknown.

    `comparisons` is how many of them are shown together, by default all.
    """
    if previous is None or previous.result is None:
        return dict.fromkeys(now.unsur)
    before, sizes = previous.result, (previous.population, population)
    many = comparisons or len(now.unsur)
    return {key: compare_unsur(before, now, key, sizes, comparisons=many) for key in now.unsur}


def follow_up(
    plans: Sequence[Plan], previous: Previous | None, now: Result, population: int | None = None
) -> tuple[FollowUp, ...]:
    """Each plan with its unsur then and now."""
    before = previous.result if previous else None
    chosen = len({plan.unsur for plan in plans})
    changes = changes_per_unsur(previous, now, population, comparisons=chosen)
    return tuple(
        FollowUp(plan, _converted(before, plan.unsur), _converted(now, plan.unsur), changes.get(plan.unsur))
        for plan in plans
    )


def _converted(result: Result | None, key: str) -> Decimal | None:
    """An unsur's value ×25; None without an answer, and where the questionnaire has no such unsur."""
    unsur = result.unsur.get(key) if result else None
    return unsur.converted if unsur else None
