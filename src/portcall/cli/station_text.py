"""How `portcall station` reads: four tables and two lines."""

from typing import TYPE_CHECKING

from portcall.cli.output import table

if TYPE_CHECKING:
    from portcall.records.known_time import KnownTime
    from portcall.records.station_state import PortState, StationState, TrashLevel
    from portcall.records.stocks import KnownBy, StockLevel

_STATE = {"yes": "occupied", "no": "free", "cannot say": "cannot say"}


def _kg(grams: int | None) -> str:
    return "" if grams is None else f"{grams / 1000:.0f}"


def _range(one: "StockLevel | TrashLevel") -> str:
    if one.low_g is None or one.high_g is None or one.low_g == one.high_g:
        return _kg(one.amount_g)
    return f"{_kg(one.amount_g)} ({_kg(one.low_g)} to {_kg(one.high_g)})"


def _days(one: "StockLevel") -> str:
    if one.amount_g is None or one.use_g_day == 0:
        return ""
    days = [amount / one.use_g_day for amount in (one.amount_g, one.low_g, one.high_g) if amount]
    if len(set(days)) == 1:
        return f"{days[0]:.0f}"
    return f"{days[0]:.0f} ({min(days):.0f} to {max(days):.0f})"


def _known(known: "KnownBy") -> str:
    day = f" {known.as_of_utc:%Y-%m-%d}" if known.as_of_utc else ""
    return f"{known.how}{day}"


def _when(known: "KnownTime | None") -> str:
    return "" if known is None else str(known)


def _port_row(port: "PortState") -> tuple[str, ...]:
    ship = port.ship or ""
    following = f"{port.next_ship} {_when(port.next_arrival)}" if port.next_ship else ""
    return (
        port.port,
        _STATE[port.occupied],
        f"{ship}?" if ship and port.occupied != "yes" else ship,
        _when(port.since),
        _when(port.due),
        following,
    )


def _stock_row(one: "StockLevel") -> tuple[str, ...]:
    return (
        one.resource,
        _range(one),
        f"{one.use_g_day / 1000:.2f}",
        _days(one),
        _kg(one.floor_g),
        one.state,
        _known(one.known),
    )


_STOCK_COLUMNS = ("stock", "kg", "use [kg/day]", "days", "floor [kg]", "reserve", "known")


def show(found: "StationState") -> None:
    """Print a station's state."""
    print(f"{found.station.upper()} on {found.utc:%Y-%m-%d %H:%M} UTC")
    if found.status == "after the records" and found.recorded_to_utc is not None:
        print(
            f"the recorded traffic ends on {found.recorded_to_utc:%Y-%m-%d}: "
            "what follows is the last that is known"
        )
    table(
        "ports",
        ("port", "state", "ship", "since", "leaves", "next"),
        [_port_row(port) for port in found.ports],
    )
    table(
        f"crew: {_headcount(found)}",
        ("came with", "since", "on board", "people"),
        _crew_rows(found),
    )
    table(
        "stocks, in days at today's crew", _STOCK_COLUMNS, [_stock_row(one) for one in found.stocks]
    )
    _show_trash(found.trash)
    for text, names in _sources(found).items():
        print(f"{', '.join(names)}: {text}")
    _show_altitude(found)


def _crew_rows(found: "StationState") -> list[tuple[str, ...]]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in found.crew:
        groups.setdefault((one.ship or "", _when(one.since), one.aboard), []).append(one.name)
    ordered = sorted(groups.items(), key=lambda item: item[0][1])
    return [(*key, ", ".join(names)) for key, names in ordered]


def _sources(found: "StationState") -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for name, known in [(one.resource, one.known) for one in found.stocks] + [
        ("trash", found.trash.known)
    ]:
        texts.setdefault(f"{_known(known)}, {known.source}", []).append(name)
    return texts


def _headcount(found: "StationState") -> str:
    sure = len(found.certain_crew)
    return f"{sure}" if sure == len(found.crew) else f"{sure} to {len(found.crew)}"


def _show_trash(trash: "TrashLevel") -> None:
    days = "" if trash.until_full_days is None else f", full in {trash.until_full_days:.0f} days"
    print(
        f"trash {_range(trash)} kg, {trash.made_g_day / 1000:.1f} kg made a day, "
        f"room for {_kg(trash.stowage_g)} kg{days}"
    )


def _show_altitude(found: "StationState") -> None:
    one = found.altitude
    if one is None:
        print("altitude: no element set is recorded from before")
        return
    side = "old" if one.age_days >= 0.0 else "from after"
    print(
        f"mean altitude {one.altitude_m / 1000:.1f} km, {one.sigma_m / 1000:.1f} km (68 %), falling "
        f"{one.decay_m_day:.0f} m a day; elements of {one.from_epoch_utc:%Y-%m-%d}, "
        f"{abs(one.age_days):.1f} days {side}; {one.known.source}"
    )


def show_one(found: "StationState", resource: str) -> None:
    """Print one stock, or the trash."""
    for one in found.stocks:
        if one.resource == resource:
            table(
                f"{resource} on {found.utc:%Y-%m-%d %H:%M} UTC", _STOCK_COLUMNS, [_stock_row(one)]
            )
            print(f"{_known(one.known)}, {one.known.source}")
            return
    _show_trash(found.trash)
    print(f"{_known(found.trash.known)}, {found.trash.known.source}")
