"""Errors of `ikm`: one line in Indonesian on stderr, without usage text or traceback, and exit code 2."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from typing import Any

import click

from kiosk.base.config import BadSetting
from kiosk.base.progress import shown_by
from kiosk.cli.bar import draw
from kiosk.questionnaire.messages import explain
from kiosk.store.engine.errors import KeptElsewhere
from kiosk.web.errors import WAY_OUT
from kiosk.web.errors import is_outage
from scoring import InstrumentError


class Refusal(click.ClickException):
    """The input cannot be used; nothing was done."""

    exit_code = 2

    def __init__(self, command: str, words: str) -> None:
        super().__init__(f"{command}: {words}")

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it on stderr, or to `file`."""
        click.echo(self.format_message(), file=file, err=file is None)


class OneLineErrors(click.Group):
    """A command group that prints every error in one line, and on a terminal how far long work is."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """As `click.Group`."""
        with _in_one_line():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """As `click.Group`; the arguments of the subcommand are parsed here too."""
        with _in_one_line(), shown_by(draw):
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise  # without arguments click prints the help
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "ikm"
        raise Refusal(command, _words(error)) from error
    except BadSetting as error:
        raise Refusal("ikm", str(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # the reader of our output has closed the pipe
        words = f"{error.filename or 'berkas'} tidak dapat dipakai ({error.strerror or error})"
        raise Refusal("ikm", f"{words}; periksa IKM_INSTANCE dan jalankan sebagai pemiliknya") from error
    except sqlite3.OperationalError as error:
        if not is_outage(error):
            raise
        words = f"basis data sedang tidak dapat dipakai ({str(error).strip()}); coba lagi sebentar lagi"
        raise Refusal("ikm", words) from error
    except InstrumentError as error:
        raise Refusal("ikm", f"{explain(error)} {WAY_OUT}") from error
    except KeptElsewhere as error:
        raise Refusal("ikm", "unit itu dijaga servernya sendiri; di sini hanya dibaca") from error


def _words(error: click.UsageError) -> str:
    """The message of click's error in Indonesian; our own are Indonesian already."""
    match error:
        case click.exceptions.NoSuchCommand():
            return f"perintah “{error.command_name}” tidak dikenal; daftar perintah: ikm -h"
        case click.NoSuchOption():
            return f"opsi {error.option_name} tidak dikenal; daftar opsi: -h"
        case click.MissingParameter():
            return f"{_name(error.param)} belum disebut; petunjuk: -h"
        case click.BadOptionUsage():
            return f"opsi {error.option_name} harus diikuti nilainya; petunjuk: -h"
        case click.BadParameter(param=click.Parameter(type=click.Choice(choices=choices)) as param):
            return f"{_name(param)} harus salah satu dari: {', '.join(map(str, choices))}"
        case click.BadParameter(param=click.Parameter(type=click.IntRange(min=low, max=high)) as param):
            return f"{_name(param)} harus bilangan bulat {low} sampai {high}"
        case click.BadParameter(param=click.Parameter(type=click.Path()) as param):
            return f"{_name(param)}: berkas itu tidak ada atau tidak dapat dibaca"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_name(param)} tidak dapat dipahami; petunjuk: -h"
    return error.format_message()


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(click.get_current_context()) if param else "isian"
