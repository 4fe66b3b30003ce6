"""What one event makes of the state on board; an event that cannot have happened is refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from portcall.core.errors import InputError, unknown_name
from portcall.core.time import format_utc
from portcall.records.log_state import (
    Aboard,
    DockedShip,
    LastReboost,
    LastSpacewalk,
    LogState,
    Stock,
)
from portcall.records.station_log import (
    CargoMoved,
    CrewOff,
    CrewOn,
    Docked,
    Event,
    LogEvent,
    Reboosted,
    Relocated,
    Spacewalk,
    StockCounted,
    TrashLoaded,
    Undocked,
    Withdrawn,
)
from portcall.records.stocks import TRASH


def apply(state: LogState, event: Event) -> LogState:
    """Return the state after one event.

    Parameters
    ----------
    state : LogState
        What was so before it.
    event : Event
        What happened; withdrawals and events that were replaced are no longer part of what happened.

    Returns
    -------
    LogState

    Raises
    ------
    InputError
        The event cannot have happened in that state; one line that says why.
    """
    return _APPLY[type(event)](state, event)


def describe(event: LogEvent) -> str:
    """Name an event for a person: kind, whom it is about, when, and its id."""
    kind = str(getattr(event, "kind", "event"))
    about = getattr(event, "ship", None) or getattr(event, "resource", None) or ""
    return " ".join(f"{kind} {about} {format_utc(event.happened_utc)[:16]}Z ({event.id})".split())


def _refused(event: LogEvent, what: str, remedy: str) -> InputError:
    return InputError(what, where=describe(event), remedy=remedy)


def _docked(state: LogState, event: LogEvent, ship: str) -> DockedShip:
    found = state.docked.get(ship)
    if found is None:
        there = state.docked
        remedy = unknown_name("ship", ship, there).remedy if there else "no ship is docked then"
        raise _refused(event, f"{ship} is not docked then", remedy.replace("known:", "docked:"))
    return found


def _require_free(state: LogState, event: LogEvent, port: str) -> None:
    there = state.at_port(port)
    if there is not None:
        raise _refused(
            event,
            f"{port} is occupied by {there.ship} since {format_utc(there.since_utc)[:16]}Z",
            "record its departure first, or correct the port",
        )


def _with(table: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:  # any kind of row
    return {**table, key: value}


def _without(table: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:  # any kind of row
    gone = set(keys)
    return {key: value for key, value in table.items() if key not in gone}


def _on_docked(state: LogState, event: Docked) -> LogState:
    if event.ship in state.docked:
        port = state.docked[event.ship].port
        raise _refused(event, f"it is docked already, at {port}", "was it relocated?")
    _require_free(state, event, event.port)
    ship = DockedShip(
        event.ship, event.vehicle, event.port, event.happened_utc, event.berthed, event.cargo_g
    )
    return replace(state, docked=_with(state.docked, event.ship, ship))


def _on_undocked(state: LogState, event: Undocked) -> LogState:
    _docked(state, event, event.ship)
    return replace(state, docked=_without(state.docked, [event.ship]))


def _on_relocated(state: LogState, event: Relocated) -> LogState:
    ship = _docked(state, event, event.ship)
    _require_free(state, event, event.port)
    moved = replace(ship, port=event.port, since_utc=event.happened_utc)
    return replace(state, docked=_with(state.docked, event.ship, moved))


def _moved(state: LogState, event: LogEvent, resource: str, amount_g: int) -> LogState:
    """Bring an amount into a stock, or take it out."""
    stock = state.stock(resource)
    stock = replace(stock, moved_since_g=stock.moved_since_g + amount_g)
    # trash grows between two counts, so more of it may go than was counted
    if resource != TRASH and stock.amount_g is not None and stock.amount_g < 0:
        raise _refused(
            event,
            f"{-amount_g / 1000:g} kg of {resource} are taken where {(stock.amount_g - amount_g) / 1000:g} "
            "kg are left",
            "count the stock first, or correct the amount",
        )
    return replace(state, stocks=_with(state.stocks, resource, stock))


def _on_cargo_moved(state: LogState, event: CargoMoved) -> LogState:
    ship = _docked(state, event, event.ship)
    into_station_g = event.amount_g if event.to == "station" else -event.amount_g
    if ship.cargo_g is not None:
        held_g = ship.cargo_g.get(event.resource, 0)
        if held_g < into_station_g:
            raise _refused(
                event,
                f"{event.amount_g / 1000:g} kg of {event.resource} are taken from {event.ship}, which "
                f"holds {held_g / 1000:g} kg",
                "correct the amount, or what it docked with",
            )
        cargo_g = _with(ship.cargo_g, event.resource, held_g - into_station_g)
        ship = replace(ship, cargo_g=cargo_g)
        state = replace(state, docked=_with(state.docked, event.ship, ship))
    return _moved(state, event, event.resource, into_station_g)


def _on_trash_loaded(state: LogState, event: TrashLoaded) -> LogState:
    ship = _docked(state, event, event.ship)
    ship = replace(ship, trash_g=ship.trash_g + event.amount_g)
    state = replace(state, docked=_with(state.docked, event.ship, ship))
    return _moved(state, event, TRASH, -event.amount_g)


def _on_reboosted(state: LogState, event: Reboosted) -> LogState:
    if event.ship is not None:
        _docked(state, event, event.ship)
    last = LastReboost(
        event.happened_utc,
        event.ship,
        event.delta_v_m_s,
        event.duration_s,
        event.altitude_gain_m,
    )
    return replace(state, last_reboost=last)


def _require_aboard(state: LogState, event: LogEvent, people: Iterable[str]) -> None:
    for name in people:
        if name not in state.crew:
            remedy = unknown_name("person", name, state.crew).remedy if state.crew else "nobody is"
            raise _refused(
                event, f"{name} is not on board then", remedy.replace("known:", "on board:")
            )


def _on_crew_on(state: LogState, event: CrewOn) -> LogState:
    _docked(state, event, event.ship)
    for name in event.people:
        if name in state.crew:
            ship = state.crew[name].ship
            raise _refused(event, f"{name} is on board already, with {ship}", "correct the name")
    came = {name: Aboard(name, event.ship, event.happened_utc) for name in event.people}
    return replace(state, crew={**state.crew, **came})


def _on_crew_off(state: LogState, event: CrewOff) -> LogState:
    _docked(state, event, event.ship)
    _require_aboard(state, event, event.people)
    return replace(state, crew=_without(state.crew, event.people))


def _on_spacewalk(state: LogState, event: Spacewalk) -> LogState:
    _require_aboard(state, event, event.people)
    last = LastSpacewalk(event.happened_utc, event.airlock, event.people, event.duration_s)
    return replace(state, last_spacewalk=last)


def _on_stock_counted(state: LogState, event: StockCounted) -> LogState:
    stock = Stock(event.amount_g, event.happened_utc, 0)
    return replace(state, stocks=_with(state.stocks, event.resource, stock))


def _on_withdrawn(state: LogState, _: Withdrawn) -> LogState:
    return state


_APPLY: dict[type[LogEvent], Callable[[LogState, Any], LogState]] = {  # one event kind each
    Docked: _on_docked,
    Undocked: _on_undocked,
    Relocated: _on_relocated,
    CargoMoved: _on_cargo_moved,
    TrashLoaded: _on_trash_loaded,
    Reboosted: _on_reboosted,
    CrewOn: _on_crew_on,
    CrewOff: _on_crew_off,
    Spacewalk: _on_spacewalk,
    StockCounted: _on_stock_counted,
    Withdrawn: _on_withdrawn,
}
