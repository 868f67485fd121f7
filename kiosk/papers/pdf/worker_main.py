"""Compiles papers in a process of its own, started as a script: `python worker_main.py ROOT FONTS`.

Typst's cache of layouts can take more memory than the rest of the program and is freed only when the process
ends. The script imports nothing of the program, so that it starts fast. It reads one JSON object per line and
answers `ok SIZE` or `error SIZE` followed by that many bytes: the document or, for a `query`, the value of
the metadata with that label as JSON. It ends with its input.
"""

import json
import os
import signal
import sys
from typing import Any

import typst


def _compile(compiler: typst.Compiler, asked: dict[str, Any], root: str, typefaces: typst.Fonts) -> object:
    label = asked.pop("query", None)
    if label is None:
        return compiler.compile(**asked)
    place: dict[str, Any] = {"root": root, "font_paths": typefaces, "ignore_system_fonts": True}
    return typst.query(**asked, selector=label, field="value", one=True, **place).encode()


def _main(root: str, fonts: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C stops the server, which then closes our input
    if hasattr(os, "nice"):
        os.nice(5)  # visitors' requests first
    typefaces = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(root=root, font_paths=typefaces, ignore_system_fonts=True)
    for line in sys.stdin.buffer:
        try:
            asked = json.loads(line)
            content, state = _compile(compiler, asked, root, typefaces), "ok"
            if not isinstance(content, bytes):
                content, state = b"not one document", "error"
        except (typst.TypstError, RuntimeError, ValueError) as error:
            content, state = str(error).encode(), "error"
        sys.stdout.buffer.write(f"{state} {len(content)}\n".encode() + content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main(*sys.argv[1:])
