"""`ikm template`: a spreadsheet to fill in."""

from pathlib import Path

import click

from kiosk.papers.template import FILE_NAME
from kiosk.papers.template import make_template
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT


@click.command()
@click.option(
    "-o",
    "--output",
    default=FILE_NAME,
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
def template(output: Path) -> None:
    """Buat lembar isian XLSX yang dapat dibaca `ikm score` dan `ikm import` tanpa pertanyaan."""
    if output.exists():
        raise click.UsageError(f"{output}: berkas sudah ada.")
    try:
        output.write_bytes(make_template(load_questionnaire(DEFAULT)))
    except OSError as error:
        raise click.UsageError(f"{output}: tidak dapat ditulis ({error.strerror}).") from error
    click.echo(f"{output} dibuat.")
