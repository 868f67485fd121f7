"""The questions about values that are on no known scale."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
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
    choices = _leave_out(names)
    return Question(
        "odd",
        f"Ada nilai yang bukan jawaban pada skala apa pun: {named}. Apa artinya?",
        "--skala",
        "scale",
        tuple(choices) if len(names) <= MOST_NAMED else (),
        f"{names[0]}=tolak",
        sayable(odd),
    )


def _leave_out(names: Sequence[str]) -> list[Choice]:
    """Values that are no answer, or reject their rows."""
    meanings = (("kosong", "tidak menjawab"), ("tolak", "tolak barisnya"))
    return [Choice(",".join(f"{name}={meaning}" for name in names), label) for meaning, label in meanings]


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


def about_zero(count: int, numbers: Set[int | None], *, is_rare: bool) -> Question:
    """What 0 means, beside these other numbers."""
    choices = [Choice("0=kosong", "0 berarti tidak menjawab")]
    if numbers - {None} == {0, 1}:
        choices = [Choice("0=1,1=4", "0 tidak, 1 ya"), *choices]
    elif 4 not in numbers:
        choices.append(Choice("0=1,1=2,2=3,3=4", "skala 0 sampai 3"))
    elif not is_rare:
        choices += [Choice(value, f"skala 0 sampai 4, {label}") for value, label in _scales(0, 4)]
    choices.append(Choice("0=tolak", "baris dengan 0 ditolak"))
    return Question("zero", f"Ada {count} jawaban 0. Apa artinya?", "--skala", "scale", tuple(choices))


def about_fractions(fractions: Counter[str]) -> Question:
    """Fractions among the answers: perhaps means of several items."""
    named = ", ".join(f"“{name}”" for name, _ in fractions.most_common(3))
    rejected = Choice(",".join(f"{name}=tolak" for name in fractions), "tolak barisnya")
    return Question(
        "fractions",
        f"{fractions.total()} jawaban berupa pecahan ({named}), mungkin rata-rata beberapa butir. "
        "Pakai berkas dengan jawaban asli 1 sampai 4, atau tolak baris-baris itu.",
        "--skala",
        "scale",
        (rejected,) if len(fractions) <= MOST_NAMED else (),
        "'NILAI=1'",
        sayable(fractions),
    )


def about_words(found: Counter[str], guesses: Sequence[Choice], *, is_rare: bool) -> Question:
    """Words that are no known answer. Where they are rare they may say that there is none."""
    named = ", ".join(f"“{name}” ({count})" for name, count in found.most_common(MOST_NAMED))
    more = f" dan {len(found) - MOST_NAMED} lagi" if len(found) > MOST_NAMED else ""
    names = [name for name in sayable(found) if "," not in name]
    none = []
    if is_rare and len(names) == len(found) <= MOST_NAMED:
        none = _leave_out(names)
    example = '"' + ",".join(f"{name}=NILAI" for name in names[:MOST_NAMED]) + '"'
    text = f"Jawaban ini belum dikenal: {named}{more}."
    return Question(
        "words",
        f"{text} Berapa nilainya masing-masing (1, 2, 3, 4, atau kosong)?"
        + (f" Nilainya ditulis --skala {example}." if none else ""),
        "--skala",
        "scale",
        (*guesses, *none),
        example,
        sayable(found),
    )


def about_scale(text: str, low: int, high: int, missing: Sequence[str] = ()) -> Question:
    """Numbers beyond 4; `missing` are those that may be codes for no answer."""
    code = Choice(",".join(f"{name}=kosong" for name in missing), "kode tidak menjawab")
    return Question(
        "scale",
        f"{text} Nilai mana yang dihitung sebagai 1, 2, 3, dan 4?",
        "--skala",
        "scale",
        (*((code,) if missing else ()), *(Choice(value, label) for value, label in _scales(low, high))),
        values=tuple(map(str, range(low, high + 1))),
    )


def _scales(low: int, high: int) -> Iterator[tuple[str, str]]:
    size = high - low + 1
    ways = list(levels_to_four(size)) if size > _ANSWERS else [([*range(1, size + 1)], "urut dari terendah")]
    for numbers, label in ways:
        yield say_meanings(map(str, range(low, high + 1)), numbers), label


def say_meanings(names: Iterable[str], numbers: Iterable[int]) -> str:
    return ",".join(f"{name}={number}" for name, number in zip(names, numbers, strict=True))
