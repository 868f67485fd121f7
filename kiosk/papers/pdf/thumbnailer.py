"""Renders one picture in a process of its own, started as a script: `python thumbnailer.py SOURCE PPI`.

Decoding a large picture takes memory that is freed when the process ends. Writes a PNG to standard output;
exits with 1 if Typst cannot read the picture.
"""

import sys

import typst


def _main(source: str, ppi: str) -> None:
    try:
        picture = typst.compile(source, format="png", ppi=float(ppi), ignore_system_fonts=True)
    except typst.TypstError:
        sys.exit(1)
    if not isinstance(picture, bytes):
        raise TypeError(f"not one picture: {type(picture)}")
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    _main(*sys.argv[1:])
