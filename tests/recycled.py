"""What every test's application has alike, built once: compiled routes and templates.

Each test has an application of its own, which keeps tests apart; compiling took most of their time.
"""

from types import CodeType
from typing import Any
from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

# What `Rule.compile` sets.
_COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


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
    """A route that is compiled once for all applications, since its text alone decides the result."""

    _compiled: ClassVar[dict[str, dict[str, Any]]] = {}

    def compile(self) -> None:
        if self.defaults or self.rule not in self._compiled:
            super().compile()
            self._compiled[self.rule] = {name: vars(self)[name] for name in _COMPILED}
        else:
            vars(self).update(self._compiled[self.rule])


def recycle() -> None:
    """Let every application made from now on share what it can."""
    options: dict[str, Any] = {**Flask.jinja_options, "bytecode_cache": _Templates()}
    Flask.jinja_options = options
    Flask.url_rule_class = _Rule
