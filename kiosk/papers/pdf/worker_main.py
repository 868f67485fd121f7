"""Compiles papers in a process of its own, started as a script: `python worker_main.py ROOT FONTS`.

Typst's cache of layouts can take more memory than the rest of the program and is freed only when the process
ends. The script imports nothing of the program, so that it starts fast. It reads one JSON object per line,
answers `ok SIZE` or `error SIZE` followed by that many bytes, and ends with its input.
"""

import json
import signal
import sys

import typst


def _main(root: str, fonts: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C stops the server, which then closes our input
    typefaces = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(root=root, font_paths=typefaces, ignore_system_fonts=True)
    for line in sys.stdin.buffer:
        try:
            content, state = compiler.compile(**json.loads(line)), "ok"
            if not isinstance(content, bytes):
                content, state = b"not one document", "error"
        except (typst.TypstError, RuntimeError, ValueError) as error:
            content, state = str(error).encode(), "error"
        sys.stdout.buffer.write(f"{state} {len(content)}\n".encode() + content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main(*sys.argv[1:])
