"""Sets papers in a process of its own, started as a script: `python setter.py ROOT FONTS`.

Typst keeps what it has laid out; after some kinds of papers that is more than the whole rest of the program,
and it gives nothing back. A process that ends gives back everything. It knows nothing of the program, so that
it starts fast. Reads one JSON object a line, answers `ok SIZE` or `error SIZE` and so many bytes, and
ends with its input.
"""

import json
import signal
import sys

import typst


def _main(root: str, fonts: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, whose end ends our input
    typefaces = typst.Fonts(include_system_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(root=root, font_paths=typefaces, ignore_system_fonts=True)
    for line in sys.stdin.buffer:
        try:
            made, state = compiler.compile(**json.loads(line)), "ok"
            if not isinstance(made, bytes):
                made, state = b"not one document", "error"
        except (typst.TypstError, RuntimeError, ValueError) as error:
            made, state = str(error).encode(), "error"
        sys.stdout.buffer.write(f"{state} {len(made)}\n".encode() + made)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _main(*sys.argv[1:])
