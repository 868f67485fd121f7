"""A small formula evaluator: what our workbooks use, in doubles as Excel and LibreOffice do.

It shares no code with the writer of the file. `ROUND` goes by the fifteen digits that spreadsheets show.
"""

import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP
from decimal import Decimal
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?)|"(?P<text>[^"]*)"|(?P<span>[A-Z]+\d+:[A-Z]+\d+)|(?P<cell>[A-Z]+\d+)'
    r"|(?P<name>[A-Z]+)\(|(?P<sign><=|>=|<>|[-+*/=<>(),]))"
)
# From the loosest to the tightest.
_LEVELS: list[dict[str, Callable[[Any, Any], Any]]] = [
    {"=": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
]
Later = Callable[[], Any]


class Calculator:
    """Works out the formulas of an openpyxl worksheet, each cell from the cells it names."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._known: dict[str, Any] = {}

    def __call__(self, coordinate: str) -> Any:
        """The value of a cell: a number, a text, or "" where it is empty."""
        if coordinate not in self._known:
            cell = self._page[coordinate]
            value = _Formula(cell.value[1:], self).value() if cell.data_type == "f" else cell.value
            self._known[coordinate] = "" if value is None else value
        return self._known[coordinate]

    def span(self, name: str) -> list[Any]:
        """The values of a range of cells."""
        return [self(cell.coordinate) for row in self._page[name] for cell in row]


class _Formula:
    """One formula, read by recursive descent; its parts are worked out when they are needed."""

    def __init__(self, text: str, cells: Calculator) -> None:
        self._tokens = [
            (str(found.lastgroup), found[str(found.lastgroup)]) for found in _TOKEN.finditer(text)
        ]
        assert "".join(found[0] for found in _TOKEN.finditer(text)) == text, f"not understood: {text}"
        self._cells = cells

    def value(self) -> Any:
        later = self._read(0)
        assert not self._tokens, f"left over: {self._tokens}"
        return later()

    def _read(self, level: int) -> Later:
        if level == len(_LEVELS):
            return self._read_one()
        left = self._read(level + 1)
        while self._tokens and self._tokens[0][1] in _LEVELS[level] and self._tokens[0][0] == "sign":
            _, sign = self._tokens.pop(0)
            left = self._join(_LEVELS[level][sign], left, self._read(level + 1))
        return left

    @staticmethod
    def _join(work: Callable[[Any, Any], Any], left: Later, right: Later) -> Later:
        return lambda: work(left(), right())

    def _read_one(self) -> Later:
        kind, text = self._tokens.pop(0)
        match kind:
            case "number":
                return lambda: float(text)
            case "text":
                return lambda: text
            case "cell":
                return lambda: self._cells(text)
            case "span":
                return lambda: self._cells.span(text)
            case "name":
                return self._call(text, self._read_arguments())
        assert text == "(", text
        inner = self._read(0)
        self._tokens.pop(0)
        return inner

    def _read_arguments(self) -> list[Later]:
        arguments = [self._read(0)]
        while self._tokens.pop(0)[1] == ",":
            arguments.append(self._read(0))
        return arguments

    def _call(self, name: str, arguments: list[Later]) -> Later:
        if name == "IF":
            condition, then, otherwise = arguments
            return lambda: then() if condition() else otherwise()
        return lambda: _FUNCTIONS[name](*(argument() for argument in arguments))


def _numbers(values: list[Any]) -> list[float]:
    return [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]


def _round(value: float, places: float) -> float:
    fifteen = Decimal(f"{value:.15g}")
    return float(fifteen.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda values: sum(_numbers(values)),
    "COUNT": lambda values: len(_numbers(values)),
    "ROUND": _round,
    "ISNUMBER": lambda value: isinstance(value, int | float),
}
