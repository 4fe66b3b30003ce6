"""The station's stocks at an instant: counted and carried on at rates, or a dated public estimate.

Model   A counted stock is carried on: what ships brought and took since is in the log, and the use
        since is that of the people who were on board, to the second. Without a count the newest public
        estimate from before the instant stands, with its own date and range, and is not carried on:
        what was delivered since is not public. Reserves are judged where every amount of the range gives
        one answer, and the estimate is no older than a month.
Valid   Rates of the catalogue's `consumption`.
Source  The station log, or the estimate's own source.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from portcall.catalogue.consumption import Consumption, StockEstimate
from portcall.core.time import format_utc
from portcall.records.known_time import KnownTime
from portcall.records.log_state import LogState
from portcall.records.station_state import TrashLevel
from portcall.records.stocks import (
    GRAMS_A_KG,
    RESOURCES,
    TRASH,
    KnownBy,
    ReserveState,
    StockLevel,
    reserve_state,
)
from portcall.stay.consumption import (
    DailyRates,
    daily_rates,
    days_of_supply,
    floor_g,
    sides,
    use_g,
)
from portcall.stay.trash import stowage_g

_DAY_S = 86_400
ESTIMATE_HOLDS = timedelta(
    days=30
)  # longer, deliveries and use that nobody published may double a stock


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its range and how it is known; None when nothing is known. [g]"""

    amount_g: int | None
    low_g: int | None
    high_g: int | None
    known: KnownBy


def used_between_g(
    rates: DailyRates,
    resource: str,
    start: datetime,
    end: datetime,
    crew_changes: Sequence[tuple[KnownTime, int]],
) -> int:
    """Return what was used (or, of trash, made) between two instants. [g]

    Parameters
    ----------
    crew_changes : Sequence[tuple[KnownTime, int]]
        When the number of people became what, in the order of time.
    """
    edges = [(change.middle_utc, people) for change, people in crew_changes]
    cuts = [start, *(at for at, _ in edges if start < at < end), end]
    total = 0
    for left, right in pairwise(cuts):
        people = next((number for at, number in reversed(edges) if at <= left), 0)
        seconds = round((right - left).total_seconds())
        total += use_g(rates, *sides(people))[resource] * seconds
    return total // _DAY_S


def _estimate_of(record: Consumption, resource: str, moment: datetime) -> StockEstimate | None:
    known = [
        one for one in record.estimate if one.resource == resource and one.date <= moment.date()
    ]
    return max(known, key=lambda one: one.date, default=None)


def _estimated(record: Consumption, resource: str, moment: datetime) -> Amount:
    found = _estimate_of(record, resource, moment)
    if found is None:
        known = KnownBy(how="not known", source=f"no public figure from before {moment:%Y-%m-%d}")
        return Amount(None, None, None, known)
    figure = found.amount_kg
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    as_of = datetime.combine(found.date, time(), UTC)
    known = KnownBy(how="estimated", as_of_utc=as_of, source=figure.source)
    amount_g, low_g, high_g = (round(kg * GRAMS_A_KG) for kg in (figure.value, low, high))
    return Amount(amount_g, low_g, high_g, known)


def _carried_on(
    log: LogState,
    resource: str,
    moment: datetime,
    rates: DailyRates,
    crew_changes: Sequence[tuple[KnownTime, int]],
) -> Amount | None:
    stock = log.stock(resource)
    if stock.amount_g is None or stock.counted_utc is None:
        return None
    used = used_between_g(rates, resource, stock.counted_utc, moment, crew_changes)
    change = used if resource == TRASH else -used
    amount = max(stock.amount_g + change, 0)
    counted = moment == stock.counted_utc
    since = (
        "" if counted else f", carried on from the count of {format_utc(stock.counted_utc)[:10]}"
    )
    known = KnownBy(
        how="counted" if counted else "computed",
        as_of_utc=stock.counted_utc,
        source=f"the station log{since}",
    )
    return Amount(amount, amount, amount, known)


def amount_at(
    record: Consumption,
    rates: DailyRates,
    resource: str,
    moment: datetime,
    *,
    log: LogState | None,
    crew_changes: Sequence[tuple[KnownTime, int]],
) -> Amount:
    """Return what is known of one stock, or of the trash, at an instant."""
    found = None if log is None else _carried_on(log, resource, moment, rates, crew_changes)
    return _estimated(record, resource, moment) if found is None else found


def _judged(
    record: Consumption, one: Amount, use: int, floor: int, moment: datetime
) -> ReserveState:
    as_of = one.known.as_of_utc
    stale = one.known.how == "estimated" and (as_of is None or moment - as_of > ESTIMATE_HOLDS)
    if stale or one.low_g is None or one.high_g is None:
        return "cannot say"
    levels = record.reserve
    states: set[ReserveState] = set()
    for amount in (one.low_g, one.high_g):
        state = reserve_state(
            days_of_supply(amount, use),
            leave_days=levels.leave_days.value,
            floor_days=levels.floor_days.value,
            usual_days=levels.usual_days.value,
        )
        below_held = amount < floor and state in ("usual", "below usual")
        states.add("below floor" if below_held else state)
    return states.pop() if len(states) == 1 else "cannot say"


def stocks_at(
    record: Consumption,
    moment: datetime,
    people: int,
    *,
    log: LogState | None = None,
    crew_changes: Sequence[tuple[KnownTime, int]] = (),
) -> tuple[tuple[StockLevel, ...], TrashLevel]:
    """Return every stock and the trash at an instant, in days at the use of the people on board."""
    rates = daily_rates(record)
    crew = sides(people)
    use = use_g(rates, *crew)
    found = {
        name: amount_at(record, rates, name, moment, log=log, crew_changes=crew_changes)
        for name in (*RESOURCES, TRASH)
    }
    levels = tuple(
        _level(record, name, found[name], use[name], floor_g(record, rates, name, crew), moment)
        for name in RESOURCES
    )
    return levels, _trash(record, found[TRASH], use[TRASH])


def _level(
    record: Consumption, name: str, one: Amount, use: int, floor: int, moment: datetime
) -> StockLevel:
    return StockLevel(
        resource=name,
        amount_g=one.amount_g,
        low_g=one.low_g,
        high_g=one.high_g,
        use_g_day=use,
        supply_days=None if one.amount_g is None else days_of_supply(one.amount_g, use),
        floor_g=floor,
        state=_judged(record, one, use, floor, moment),
        known=one.known,
    )


def _trash(record: Consumption, one: Amount, made_g_day: int) -> TrashLevel:
    most = stowage_g(record)
    room = None if one.amount_g is None else max(most - one.amount_g, 0)
    return TrashLevel(
        amount_g=one.amount_g,
        low_g=one.low_g,
        high_g=one.high_g,
        made_g_day=made_g_day,
        stowage_g=most,
        until_full_days=None if room is None else days_of_supply(room, made_g_day),
        known=one.known,
    )
