"""What is on board between two instants: public estimates as recorded, or a plan's own books.

Model   Recorded: at even dates the newest public estimate from before each, with its range; nobody
        publishes what was used or brought since, so an estimate stands until the next one. Of a plan:
        the amount at the end of each of its days. Days of supply are at the use of the people on board;
        of a plan at that of its usual crew, as the plan counts its own reserves.
Valid   A plan has one amount a day and no band; the recorded series has no crossing of the floor, for a
        standing estimate crosses nothing.
Source  The catalogue's `consumption`; a plan's `stocks`, recounted day by day when it was made.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from statistics import median_high

from portcall.board.world.traffic import RECORDED, require_span
from portcall.catalogue.consumption import Consumption
from portcall.catalogue.load import Catalogue
from portcall.records.board_view import StockCurve, StocksView
from portcall.records.port_calendar import PortCalendar
from portcall.records.stocks import BOOKS, GRAMS_A_KG, RESOURCES, TRASH, StockLevel
from portcall.records.traffic_plan import StockSeries, TrafficPlan
from portcall.stay.consumption import (
    NOMINAL_CREW,
    daily_rates,
    days_of_supply,
    floor_g,
    sides,
    use_g,
)
from portcall.stay.trash import stowage_g
from portcall.traffic.calendar.recorded import recorded_calendar
from portcall.traffic.check.crew_curve import crew_curve
from portcall.traffic.station.stocks_at import stocks_at

NAMES = {
    "food": "Food",
    "water": "Water",
    "gas": "Oxygen and nitrogen",
    "propellant": "Propellant",
    "dry": "Dry goods",
    "trash": "Trash",
}
MOST_POINTS = 60
ESTIMATES = (
    "public estimates, each from its own date with its range; what was used or brought since is not "
    "public, so that each stands until the next"
)
PLANNED = "a plan's stock has no band: it is what the plan's own deliveries and rates give"


def stocks_view(
    catalogue: Catalogue,
    first_utc: datetime,
    last_utc: datetime,
    *,
    plan: TrafficPlan | None = None,
    plan_id: str = "",
) -> StocksView:
    """Return the stocks between two instants; arguments and errors as `traffic_view`."""
    require_span(first_utc, last_utc)
    if plan is not None:
        return _planned(catalogue, first_utc, last_utc, plan, plan_id)
    return _recorded(catalogue, first_utc, last_utc)


def even_dates(first: datetime, last: datetime) -> tuple[datetime, ...]:
    """Return at most sixty dates, evenly apart by whole days, the ends included."""
    days = max(int((last - first) / timedelta(days=1)), 1)
    step = -(-days // (MOST_POINTS - 1))
    found = [first + timedelta(days=number) for number in range(0, days + 1, step)]
    return tuple(found if found[-1] >= last else [*found, last])


@lru_cache(maxsize=4)
def _people(catalogue: Catalogue) -> Callable[[datetime], int]:
    calendar: PortCalendar = recorded_calendar(catalogue.calendar(RECORDED))
    steps = [(one.start.middle_utc, one.count) for one in crew_curve(calendar)]

    def aboard(moment: datetime) -> int:
        return next((count for since, count in reversed(steps) if since <= moment), steps[0][1])

    return aboard


def _kg(grams: int | None) -> float | None:
    return None if grams is None else grams / GRAMS_A_KG


def _recorded(catalogue: Catalogue, first: datetime, last: datetime) -> StocksView:
    calendar = catalogue.calendar(RECORDED)
    record = catalogue.consumption(calendar.station)
    aboard = _people(catalogue)
    dates = even_dates(first, last)
    found = [stocks_at(record, moment, aboard(moment)) for moment in dates]
    levels = record.reserve
    series = []
    for place, name in enumerate(RESOURCES):
        column: list[StockLevel] = [stocks[place] for stocks, _ in found]
        series.append(
            StockCurve(
                resource=name,
                name=NAMES[name],
                utc=dates,
                amount_kg=tuple(_kg(one.amount_g) for one in column),
                low_kg=tuple(_kg(one.low_g) for one in column),
                high_kg=tuple(_kg(one.high_g) for one in column),
                floor_kg=_kg(column[-1].floor_g),
                supply_days=tuple(_rounded(one.supply_days) for one in column),
                floor_days=levels.floor_days.value,
                usual_days=levels.usual_days.value,
                known=_known(column[-1]),
            )
        )
    trash = [one for _, one in found]
    last_trash = trash[-1]
    series.append(
        StockCurve(
            resource="trash",
            name=NAMES["trash"],
            utc=dates,
            amount_kg=tuple(_kg(one.amount_g) for one in trash),
            low_kg=tuple(_kg(one.low_g) for one in trash),
            high_kg=tuple(_kg(one.high_g) for one in trash),
            most_kg=_kg(last_trash.stowage_g),
            supply_days=tuple(_rounded(one.until_full_days) for one in trash),
            known=_words(last_trash.known.how, last_trash.known.as_of_utc, last_trash.known.source),
        )
    )
    return StocksView(source="recorded", series=tuple(series), notes=(ESTIMATES,))


def _rounded(days: float | None) -> float | None:
    return None if days is None else round(days, 1)


def _known(level: StockLevel) -> str:
    return _words(level.known.how, level.known.as_of_utc, level.known.source)


def _words(how: str, as_of: datetime | None, source: str) -> str:
    since = "" if as_of is None else f" as of {as_of:%Y-%m-%d}"
    return f"{how}{since}: {source}"


def _planned(
    catalogue: Catalogue, first: datetime, last: datetime, plan: TrafficPlan, plan_id: str
) -> StocksView:
    record = catalogue.consumption(plan.station)
    shown = [
        number
        for number in range(max((len(one.amount_kg) for one in plan.stocks), default=0))
        if first <= plan.first_day_utc + timedelta(days=number) < last
    ]
    return StocksView(
        source=f"plan {plan_id or plan.scenario}",
        series=tuple(
            _plan_curve(record, plan, one, shown) for one in plan.stocks if one.resource in BOOKS
        ),
        notes=(PLANNED,),
    )


def _plan_curve(
    record: Consumption, plan: TrafficPlan, series: StockSeries, shown: list[int]
) -> StockCurve:
    """Return one resource of a plan on the days that are shown; amounts are those of a day's end."""
    name, is_trash = series.resource, series.resource == TRASH
    rates, levels = daily_rates(record), record.reserve
    days = [number for number in shown if number < len(series.amount_kg)]
    ends = [plan.first_day_utc + timedelta(days=number + 1) for number in days]
    amounts = [series.amount_kg[number] for number in days]
    crew = sides(median_high(plan.crew) if plan.crew else NOMINAL_CREW)
    floor_kg = None if is_trash else floor_g(record, rates, name, crew) / GRAMS_A_KG
    use_g_day = use_g(rates, *crew)[name]
    most_g = stowage_g(record)

    def supply(amount_kg: float) -> float | None:
        grams = round(amount_kg * GRAMS_A_KG)
        return _rounded(days_of_supply(max(most_g - grams, 0) if is_trash else grams, use_g_day))

    below = (
        end
        for end, amount in zip(ends, amounts, strict=True)
        if floor_kg is not None and amount < floor_kg
    )
    nothing: tuple[float | None, ...] = (None,) * len(days)
    return StockCurve.model_validate(
        {
            "resource": name,
            "name": NAMES[name],
            "utc": tuple(ends),
            "amount_kg": tuple(amounts),
            "low_kg": nothing,
            "high_kg": nothing,
            "floor_kg": floor_kg,
            "most_kg": most_g / GRAMS_A_KG if is_trash else None,
            "supply_days": tuple(map(supply, amounts)),
            "floor_days": None if is_trash else levels.floor_days.value,
            "usual_days": None if is_trash else levels.usual_days.value,
            "crosses_floor_utc": next(below, None),
            "known": f"planned: {plan.scenario}",
        }
    )
