"""The manual pages and the completion of the shell, both made from the commands themselves."""

from collections.abc import Iterator
from importlib.metadata import version

import click
from click.shell_completion import get_completion_class

WHOLE = 200  # characters of a first sentence, which click cuts off


def write_pages(main: click.Group) -> dict[str, str]:
    """A manual page in roff for the program and for each command: `ikm`, `ikm-score`, `ikm-user-add`."""
    return {name.replace(" ", "-"): _page(name, context) for name, context in _walk(main, None, "ikm")}


def completion(shell: str, main: click.Command) -> str:
    """The script that teaches `bash`, `zsh` or `fish` to complete commands. Raises KeyError for others."""
    kind = get_completion_class(shell)
    if kind is None:
        raise KeyError(shell)
    return kind(main, {}, "ikm", "_IKM_COMPLETE").source()


def _walk(
    command: click.Command, parent: click.Context | None, name: str
) -> Iterator[tuple[str, click.Context]]:
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent)
    yield name, context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            if found := command.get_command(context, child):
                yield from _walk(found, context, f"{name} {child}")


def _page(name: str, context: click.Context) -> str:
    command = context.command
    title = name.replace(" ", "-").upper()
    lines = [
        f'.TH "{title}" 1 "" "{version("ikm-kiosk")}" "Kiosk IKM"',
        ".SH NAMA",
        f"{_escape(name)} \\- {_escape(command.get_short_help_str(WHOLE))}",
        ".SH RINGKASAN",
        f".B {_escape(name)}",
        _escape(" ".join(command.collect_usage_pieces(context))),
        ".SH URAIAN",
        *_paragraphs(command.help or ""),
    ]
    records = [record for param in command.get_params(context) if (record := param.get_help_record(context))]
    if records:
        lines += [".SH OPSI", *_definitions(records)]
    if isinstance(command, click.Group):
        children = [
            (child, found.get_short_help_str(WHOLE))
            for child in command.list_commands(context)
            if (found := command.get_command(context, child))
        ]
        lines += [
            ".SH PERINTAH",
            *_definitions([(f"{name} {child}", words) for child, words in children]),
            ".SH LIHAT JUGA",
            ", ".join(f"\\fB{name.replace(' ', '-')}-{child}\\fR(1)" for child, _ in children),
        ]
    return "\n".join(lines) + "\n"


def _definitions(records: list[tuple[str, str]]) -> Iterator[str]:
    for term, words in records:
        yield from (".TP", f"\\fB{_escape(term)}\\fR", _escape(words))


def _paragraphs(text: str) -> Iterator[str]:
    r"""Paragraphs of a help text; click keeps the lines of one that begins with `\b`."""
    for paragraph in text.strip().split("\n\n"):
        if paragraph.startswith("\b"):
            yield from (".nf", *map(_escape, paragraph.splitlines()[1:]), ".fi")
        else:
            yield from (_escape(" ".join(paragraph.split())), ".PP")


def _escape(text: str) -> str:
    """Text in which roff sees no commands."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
