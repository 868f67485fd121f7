"""What each test's application would build again although it never differs: built once.

An application of its own keeps tests apart; compiling its addresses and templates took most of their time.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any
from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class _Templates(BytecodeCache):
    """Compiled templates, for as long as their text stays."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._compiled[bucket.key, bucket.checksum] = bucket.code


class _Rule(Rule):
    """A route whose function that builds its address follows from nothing but its text."""

    _builders: ClassVar[dict[tuple[str, bool], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, append_unknown)
        if self.defaults or key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


def recycle() -> None:
    """Let every application made from now on share what it can."""
    options: dict[str, Any] = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    Flask.jinja_options = options
    Flask.url_rule_class = _Rule
