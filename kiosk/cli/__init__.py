"""The `ikm` command."""

from importlib.metadata import version

import click

import kiosk.base.interruption  # noqa: F401 - first, because it watches for Ctrl+C from here on
from kiosk.cli.address import address
from kiosk.cli.backup import backup
from kiosk.cli.backup import restore
from kiosk.cli.check import check
from kiosk.cli.completion import completion
from kiosk.cli.exchange import export
from kiosk.cli.exchange import merge
from kiosk.cli.exchange import merge_key
from kiosk.cli.https import https
from kiosk.cli.importing import import_command
from kiosk.cli.moving import migrate_to
from kiosk.cli.personal import personal
from kiosk.cli.refusals import OneLineErrors
from kiosk.cli.report import report
from kiosk.cli.score import score
from kiosk.cli.screen import screen
from kiosk.cli.secret import secret
from kiosk.cli.serve import serve
from kiosk.cli.service import service
from kiosk.cli.tallies import tallies
from kiosk.cli.template import template
from kiosk.cli.update import update
from kiosk.cli.user import user
from kiosk.questionnaire.choices import DEFAULT
from kiosk.store.migrations import STEPS


def _show_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked and not context.resilient_parsing:
        click.echo(f"ikm {version('ikm-kiosk')} (skema {len(STEPS)}, kuesioner {DEFAULT})")
        context.exit()


@click.group(cls=OneLineErrors, name="ikm", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Tampilkan versi program, skema data, dan kuesioner bawaan.",
)
def main() -> None:
    """Survei Kepuasan Masyarakat: kiosk, hitung IKM, cetak laporan."""


main.add_command(serve)
main.add_command(address)
main.add_command(service)
main.add_command(https)
main.add_command(screen)
main.add_command(report)
main.add_command(score)
main.add_command(backup)
main.add_command(restore)
main.add_command(check)
main.add_command(update)
main.add_command(tallies)
main.add_command(migrate_to)
main.add_command(import_command)
main.add_command(template)
main.add_command(user)
main.add_command(completion)
main.add_command(secret)
main.add_command(personal)
main.add_command(export)
main.add_command(merge)
main.add_command(merge_key)
