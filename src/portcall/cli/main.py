"""The `portcall` command: wires the commands, and turns errors into one line and an exit code.

Exit codes: 0 good, 1 a rule is broken or there is no plan, 2 bad input, 3 missing data.
"""

import os
import sys
from typing import Annotated

import typer

from portcall import __version__
from portcall.cli import catalogue as catalogue_command
from portcall.cli.cite import cite
from portcall.cli.elements import elements
from portcall.cli.fly import fly
from portcall.cli.schema import schema
from portcall.cli.validate import validate
from portcall.cli.windows import windows
from portcall.core.errors import PortcallError

INTERRUPTED = 130  # 128 + SIGINT, as shells count

app = typer.Typer(
    name="portcall",
    help="Plans, flies and judges every visit to a space station.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(fly)
app.command()(windows)
app.command()(validate)
app.command()(elements)
app.add_typer(catalogue_command.app, name="catalogue")
app.command()(schema)
app.command()(cite)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"portcall {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Version.")
    ] = False,
) -> None:
    """Plans, flies and judges every visit to a space station."""


def run() -> None:
    """Run the command line; every failure is one line on stderr and a documented exit code."""
    try:
        app(standalone_mode=True)
    except PortcallError as why:
        print(f"portcall: {why}", file=sys.stderr)
        sys.exit(why.exit_code)
    except KeyboardInterrupt:
        print("portcall: interrupted; nothing was left half-written", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # the reader went away (`| head`): not an error of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
