"""The `ikm` command."""

import click

from kiosk.cli.backup import backup
from kiosk.cli.backup import restore
from kiosk.cli.check import check
from kiosk.cli.exchange import export
from kiosk.cli.exchange import merge
from kiosk.cli.exchange import merge_key
from kiosk.cli.importing import import_command
from kiosk.cli.moving import migrate_to
from kiosk.cli.personal import personal
from kiosk.cli.refusals import OneLineErrors
from kiosk.cli.report import report
from kiosk.cli.score import score
from kiosk.cli.secret import secret
from kiosk.cli.serve import serve
from kiosk.cli.tallies import tallies
from kiosk.cli.template import template
from kiosk.cli.update import update
from kiosk.cli.user import user


@click.group(cls=OneLineErrors, name="ikm", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ikm-kiosk")
def main() -> None:
    """Survei Kepuasan Masyarakat: kiosk, hitung IKM, cetak laporan."""


main.add_command(serve)
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
main.add_command(secret)
main.add_command(personal)
main.add_command(export)
main.add_command(merge)
main.add_command(merge_key)
