"""The `portcall` command: wires the commands, and turns errors into one line and an exit code.

Exit codes: 0 good, 1 a rule is broken or there is no plan, 2 bad input, 3 missing data.
"""

import os
import sys
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from portcall import __version__
from portcall.cli import catalogue as catalogue_command
from portcall.cli import log as log_command
from portcall.cli import traffic as traffic_command
from portcall.cli.audit import audit
from portcall.cli.board import board
from portcall.cli.cite import cite
from portcall.cli.decay import decay
from portcall.cli.dispose import dispose
from portcall.cli.dock import dock
from portcall.cli.elements import elements
from portcall.cli.fly import fly
from portcall.cli.schema import schema
from portcall.cli.station import station
from portcall.cli.validate import validate
from portcall.cli.windows import windows
from portcall.core.errors import InputError, PortcallError

INTERRUPTED = 130  # 128 + SIGINT, as shells count
# refusals of the command line itself; typer may carry its own click, so the class comes from typer
_USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="portcall",
    help="Plans, flies and judges every visit to a space station.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(fly)
app.command()(dock)
app.command()(dispose)
app.command()(decay)
app.command()(windows)
app.command()(station)
app.command()(board)
app.command()(validate)
app.command()(audit)
app.command()(elements)
app.add_typer(log_command.app, name="log")
app.add_typer(catalogue_command.app, name="catalogue")
app.add_typer(traffic_command.app, name="traffic")
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


def _end(text: str, code: int) -> NoReturn:
    print(f"portcall: {text}", file=sys.stderr)
    sys.exit(code)


def _drop_stdout() -> None:
    """Send what is still buffered for stdout nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError):  # no real stdout under a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage_line(why: Exception) -> str:
    """Write a refusal of the command line itself in one line, with where help is."""
    text = " ".join(str(getattr(why, "format_message", why.__str__)()).split())
    context = getattr(why, "ctx", None)
    command = context.command_path if context is not None else app.info.name
    return f"{text.rstrip('.')}; see {command} --help"


def _invoke() -> None:
    """Run the command that the arguments name; its refusals come out as exceptions."""
    command = typer.main.get_command(app)
    with command.make_context("portcall", sys.argv[1:]) as context:
        command.invoke(context)
    sys.stdout.flush()  # a full disk is told here, not when the interpreter ends


def _was_interrupted(why: BaseException) -> bool:
    """Return whether an exception came, over any number of wrappings, from an interrupt."""
    cause = why.__cause__ or why.__context__
    return cause is not None and (isinstance(cause, KeyboardInterrupt) or _was_interrupted(cause))


def run() -> None:
    """Run the command line; every failure is one line on stderr and a documented exit code."""
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    try:
        _invoke()
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except PortcallError as why:
        _end(str(why), why.exit_code)
    except _USAGE_ERROR as why:
        _end(_usage_line(why), InputError.exit_code)
    except KeyboardInterrupt as why:
        _end(str(why) or "interrupted; nothing was left half-written", INTERRUPTED)
    except SystemError as why:
        # an interrupt that falls into compiled code comes out wrapped
        if not _was_interrupted(why):
            raise
        _end("interrupted; nothing was left half-written", INTERRUPTED)
    except BrokenPipeError:
        # the reader went away (`| head`): not an error of ours
        _drop_stdout()
        sys.exit(0)
    except OSError as why:
        _drop_stdout()
        place = f"{why.filename}: " if why.filename else ""
        _end(f"{place}{why.strerror or why}; check the place and its disk", InputError.exit_code)


def entry() -> NoReturn:
    """Run the command as a process of its own, and leave at once.

    Taking the compiler down in good order costs half a second that no user gets anything for.
    """
    code = 0
    try:
        run()
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else int(bool(done.code))
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
