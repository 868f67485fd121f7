"""Which questionnaire a unit asks on which day."""

from datetime import date
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.choices import Choice
from kiosk.questionnaire.choices import Choices

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
SIXTEEN = Choice(JUNE, "skm-online-2026")
OWN = Choice(JULY, "sungai-jernih-2026")
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_before_its_first_choice_a_unit_asks_the_official_questionnaire() -> None:
    assert Choices().in_force(JUNE) == DEFAULT == "permenpan-14-2017"
    assert Choices.of([SIXTEEN]).in_force(JUNE - timedelta(1)) == DEFAULT


def test_a_choice_holds_from_its_day_until_the_next() -> None:
    choices = Choices.of([OWN, SIXTEEN])
    asked = [choices.in_force(day) for day in (JUNE, JULY - timedelta(1), JULY, date(2030, 1, 1))]
    assert asked == ["skm-online-2026", "skm-online-2026", "sungai-jernih-2026", "sungai-jernih-2026"]


def test_of_two_choices_for_one_day_the_later_made_holds() -> None:
    again = Choice(JUNE, "spkp-spak")
    assert Choices.of([SIXTEEN, again]).in_force(JUNE) == "spkp-spak"
    assert Choices.of([again, SIXTEEN]).in_force(JUNE) == "skm-online-2026"


@given(st.lists(st.builds(Choice, DAYS, st.sampled_from(["a", "b", "c"]))), DAYS)
def test_a_later_choice_changes_no_earlier_day(choices: list[Choice], day: date) -> None:
    earlier = [choice for choice in choices if choice.from_day <= day]
    assert Choices.of(choices).in_force(day) == Choices.of(earlier).in_force(day)
