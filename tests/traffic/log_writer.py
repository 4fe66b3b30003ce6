"""One of several who report at once: a process of its own, so that it can be killed in the middle."""

import os
from pathlib import Path

from log_case import PORTS, docked, made

from portcall.core.errors import InputError
from portcall.records.station_log import StockCounted, Undocked
from portcall.records.stocks import BOOKS
from portcall.traffic.log.store import open_log


def report(writer: int, number: int):
    """Event `number` of a writer, the same at every try; ports are fought over."""
    id_, minutes = f"w{writer}-{number}", number + writer / 60.0
    ship = f"progress-ms-{100 + writer}"
    if number % 10 == 3:
        return docked(id_, minutes, ship=ship, port=PORTS[writer % len(PORTS)])
    if number % 10 == 7:
        return made(Undocked, id_, minutes, ship=ship)
    words = {"resource": BOOKS[number % len(BOOKS)], "amount_g": 1000 * writer + number}
    return made(StockCounted, id_, minutes, **words)


def write(where: str, writer: int, first: int, missing: int, heard: Path) -> None:
    """Report from event `first` on until so many are recorded; say `ok ID` or `no ID` after it is so."""
    out = os.open(heard, os.O_WRONLY | os.O_APPEND)
    number = first
    with open_log(where, create=True, wait_s=120.0) as log:
        while missing:
            event = report(writer, number)
            try:
                log.add(event)
                word, missing = "ok", missing - 1
            except InputError:
                word = "no"
            os.write(out, f"{word} {event.id}\n".encode())
            number += 1
