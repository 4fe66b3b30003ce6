"""A state of the log as JSON shows it: masses in kg, times as text, rows in a fixed order."""

from datetime import datetime
from typing import Any

from portcall.core.time import format_utc
from portcall.records.log_state import DockedShip, LastReboost, LastSpacewalk, LogState, Stock
from portcall.records.stocks import BOOKS, GRAMS_A_KG


def state_words(state: LogState) -> dict[str, Any]:
    """Return ports, crew, stocks, and the last reboost and spacewalk.

    Examples
    --------
    >>> state_words(LogState())["ports"]
    []
    """
    ships = sorted(state.docked.values(), key=lambda ship: ship.port)
    crew = sorted(state.crew.values(), key=lambda person: (person.since_utc, person.name))
    return {
        "ports": [_ship(ship) for ship in ships],
        "crew": [
            {"name": one.name, "ship": one.ship, "since_utc": format_utc(one.since_utc)}
            for one in crew
        ],
        "stocks": {name: _stock(state.stock(name)) for name in BOOKS},
        "last_reboost": _reboost(state.last_reboost),
        "last_spacewalk": _spacewalk(state.last_spacewalk),
    }


def _kg(grams: int | None) -> float | None:
    return None if grams is None else grams / GRAMS_A_KG


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else format_utc(moment)


def _ship(ship: DockedShip) -> dict[str, Any]:
    cargo_g = ship.cargo_g
    return {
        "port": ship.port,
        "ship": ship.ship,
        "vehicle": ship.vehicle,
        "since_utc": format_utc(ship.since_utc),
        "berthed": ship.berthed,
        "cargo_kg": None if cargo_g is None else {name: _kg(cargo_g[name]) for name in cargo_g},
        "trash_kg": _kg(ship.trash_g),
    }


def _stock(stock: Stock) -> dict[str, Any]:
    return {
        "amount_kg": _kg(stock.amount_g),
        "counted_kg": _kg(stock.counted_g),
        "counted_utc": _utc(stock.counted_utc),
        "moved_since_kg": _kg(stock.moved_since_g),
    }


def _reboost(last: LastReboost | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {
        "utc": format_utc(last.utc),
        "ship": last.ship,
        "delta_v_m_s": last.delta_v_m_s,
        "duration_s": last.duration_s,
        "altitude_gain_m": last.altitude_gain_m,
    }


def _spacewalk(last: LastSpacewalk | None) -> dict[str, Any] | None:
    if last is None:
        return None
    return {
        "utc": format_utc(last.utc),
        "airlock": last.airlock,
        "people": list(last.people),
        "duration_s": last.duration_s,
    }
