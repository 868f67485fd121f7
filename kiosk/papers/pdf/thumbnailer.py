"""Draws one picture, in a process of its own, started as a script: `python drawer.py SOURCE PPI`.

What a large picture needs to be unpacked is given back when it ends. Writes a PNG; ends with 1 when
Typst cannot read the picture.
"""

import sys

import typst


def _main(source: str, ppi: str) -> None:
    try:
        drawn = typst.compile(source, format="png", ppi=float(ppi), ignore_system_fonts=True)
    except typst.TypstError:
        sys.exit(1)
    if not isinstance(drawn, bytes):
        raise TypeError(f"not one picture: {type(drawn)}")
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    _main(*sys.argv[1:])
