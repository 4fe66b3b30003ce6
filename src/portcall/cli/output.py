"""How commands show things: tables on stdout, progress on stderr, times in the zones asked for."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from portcall.core.errors import InputError, unknown_name
from portcall.core.time import format_utc

_PIPE_WIDTH = 118
_BETWEEN_COLUMNS = 3  # characters that the table's box puts between two columns


def zones_of(names: Sequence[str]) -> tuple[ZoneInfo, ...]:
    """Return the time zones of the given IANA names (`Europe/Moscow`)."""
    zones = []
    for name in names:
        try:
            zones.append(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise unknown_name("time zone", name, available_timezones(), where="--tz") from None
    return tuple(zones)


def refuse_beyond(option: str, value: int, most: int) -> None:
    """Refuse a count below zero or above what an option takes."""
    if not 0 <= value <= most:
        raise InputError(
            f"{value} is out of range",
            limit=f"0 to {most}",
            where=f"--{option}",
            remedy="choose a number within it",
        )


def clock(moment: datetime | None) -> str:
    """Write an instant to the second, in UTC."""
    return "" if moment is None else format_utc(moment)[:19].replace("T", " ")


def clocks(moment: datetime, zones: Sequence[ZoneInfo]) -> tuple[str, ...]:
    """Write an instant to the second in UTC and in each zone."""
    return (clock(moment), *(f"{moment.astimezone(zone):%m-%d %H:%M:%S}" for zone in zones))


def seconds(value: float | None, *, signed: bool = False) -> str:
    """Write a duration: seconds while small, then minutes or hours."""
    if value is None:
        return ""
    size = abs(value)
    plus = "+" if signed else ""
    if size < 120.0:
        return f"{value:{plus}.1f} s"
    if size < 7200.0:
        return f"{value / 60.0:{plus}.1f} min"
    return f"{value / 3600.0:{plus}.1f} h"


def elapsed(met_s: float) -> str:
    """Write mission time as T+ hours, minutes, seconds, with days in front from the hundredth hour on."""
    whole = round(met_s)
    sign = "-" if whole < 0 else "+"
    hours, rest = divmod(abs(whole), 3600)
    if hours >= 100:
        days, hours = divmod(hours, 24)
        return f"T{sign}{days}d {hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
    return f"T{sign}{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"


def _least_width(
    columns: Sequence[str], rows: Sequence[Sequence[str]], most: Mapping[str, int]
) -> int:
    """Return the width that shows every column whole; the last one may wrap between words."""
    last = len(columns) - 1
    whole = [
        min(max(map(len, (name, *(row[i] for row in rows)))), most.get(name, sys.maxsize))
        for i, name in enumerate(columns[:last])
    ]
    words = [word for row in rows for word in row[last].split()] + columns[last].split()
    return sum(whole) + max(map(len, words), default=0) + _BETWEEN_COLUMNS * len(columns)


def table(
    title: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    most: Mapping[str, int] = MappingProxyType({}),
) -> None:
    """Print a table on stdout; a column of numbers is right-aligned, its last column may wrap.

    Columns named in `most` wrap too, at that many characters.
    """
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False)
    # a line that is longer than the screen is read still; a figure that is cut is lost
    console.width = max(console.width, _least_width(columns, rows, most))
    grid = Table(
        title=escape(title),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1),
    )
    for index, name in enumerate(columns):
        cells = [row[index] for row in rows if row[index]]
        numeric = bool(cells) and all(cell[:1] in "+-0123456789±" for cell in cells)
        grid.add_column(
            escape(name),
            justify="right" if numeric else "left",
            no_wrap=index < len(columns) - 1 and name not in most,
            max_width=most.get(name),
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(escape(cell) for cell in row))
    console.print(grid)


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[..., None]]:
    """Show a bar on stderr while work goes on; yields a function to call at each step.

    Called with a number, it shows that many steps as done; otherwise one more.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)

        def step(done: object = None, *_: object) -> None:
            if isinstance(done, int):
                bar.update(task, completed=done)
            else:
                bar.advance(task)

        yield step
