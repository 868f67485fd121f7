"""The questions about values that are on no known scale."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Set

from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question

_MOST_ASKED = 40
MOST_NAMED = 8
_ANSWERS = 4
_MOST_MARKS = 6


def about_odd_numbers(odd: Counter[str]) -> Question:
    """Numbers that are on no scale, in many rows: a code for no answer, or another kind of figure."""
    named = ", ".join(f"{name} ({count} kali)" for name, count in odd.most_common(MOST_NAMED))
    names = [name for name, _ in odd.most_common()]
    marks = sorted(int(name) for name in names if name.isdigit())
    ranked = []
    if len(marks) == len(names) and is_marks({*marks}):
        ranked = [Choice(say_meanings(map(str, marks), numbers), f"menurut urutannya, {label}")
                  for numbers, label in levels_to_four(len(marks))]  # fmt: skip
    choices = [Choice(",".join(f"{name}={meaning}" for name in names), label)
               for meaning, label in (("kosong", "tidak menjawab"), ("tolak", "tolak barisnya"))]  # fmt: skip
    return Question(
        "odd",
        f"Ada nilai yang bukan jawaban pada skala apa pun: {named}. Apa artinya?",
        "--skala",
        "scale",
        (*ranked[: 1 + (len(marks) > _ANSWERS)], *choices) if len(names) <= MOST_NAMED else (),
        f"{names[0]}=tolak",
        sayable(odd),
    )


def is_marks(numbers: Set[int | None]) -> bool:
    """Whether numbers are a few steps of five up to 100: 25, 50, 75, 100."""
    marks = [number or 0 for number in numbers]
    return _ANSWERS <= len(marks) <= _MOST_MARKS and all(0 <= one <= 100 and one % 5 == 0 for one in marks)


def sayable(found: Counter[str]) -> tuple[str, ...]:
    """The values, most frequent first, whose meaning `read_scale` can be told."""
    return tuple(name for name, _ in found.most_common(_MOST_ASKED) if not {";", "="} & {*name})


def levels_to_four(count: int) -> Iterator[tuple[list[int], str]]:
    """Ways to bring so many levels to four, from the lowest: without a loss at the bottom, or at the top."""
    yield [-(-4 * level // count) for level in range(1, count + 1)], "yang paling tinggi digabung"
    yield [max(1, 4 * level // count) for level in range(1, count + 1)], "yang paling rendah digabung"


def about_scale(text: str, low: int, high: int) -> Question:
    return Question(
        "scale",
        f"{text} Nilai mana yang dihitung sebagai 1, 2, 3, dan 4?",
        "--skala",
        "scale",
        tuple(_conversions(low, high)),
        values=tuple(map(str, range(low, high + 1))),
    )


def _conversions(low: int, high: int) -> Iterator[Choice]:
    for numbers, label in levels_to_four(high - low + 1):
        yield Choice(say_meanings(map(str, range(low, high + 1)), numbers), label)


def say_meanings(names: Iterable[str], numbers: Iterable[int]) -> str:
    return ",".join(f"{name}={number}" for name, number in zip(names, numbers, strict=True))
