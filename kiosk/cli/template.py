"""`ikm template`: a spreadsheet to fill in."""

from pathlib import Path

import click

from kiosk.cli.reading_options import choose_questionnaire
from kiosk.cli.reading_options import load_chosen
from kiosk.papers.template import FILE_NAME
from kiosk.papers.template import make_template


@click.command()
@click.option(
    "-o",
    "--output",
    default=FILE_NAME,
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
@choose_questionnaire
def template(output: Path, instrumen: str | None) -> None:
    """Buat lembar isian XLSX yang dapat dibaca `ikm score` dan `ikm import` tanpa pertanyaan."""
    if output.exists():
        raise click.UsageError(f"{output}: berkas sudah ada.")
    try:
        output.write_bytes(make_template(load_chosen(instrumen)))
    except OSError as error:
        raise click.UsageError(f"{output}: tidak dapat ditulis ({error.strerror}).") from error
    click.echo(f"{output} dibuat.")
