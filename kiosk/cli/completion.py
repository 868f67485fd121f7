"""`ikm completion`: commands and options completed by the shell with the Tab key."""

import click

from kiosk.appliance import manual


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Tampilkan skrip pelengkap untuk shell, mis. bash: ikm completion bash > /etc/bash_completion.d/ikm"""
    click.echo(manual.completion(shell, context.find_root().command))
