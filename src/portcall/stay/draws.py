"""Use beyond that of an ordinary day: a spacewalk's gas, a reboost's propellant, trash thrown in.

Model   An amount of one resource on one day; the daily books take it with the day's use.
Valid   Whole UTC days; what falls outside the books is left out.
Source  The catalogue's `consumption.gas` for spacewalks; `stay.reboost` for burns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.consumption import Consumption
from portcall.core.errors import InputError
from portcall.records.stocks import BOOKS, GRAMS_A_KG, resource_named
from portcall.stay.consumption import spacewalk_gas_g


@dataclass(frozen=True, slots=True)
class Draw:
    """An amount of one resource that a day takes besides its usual use. [g]"""

    day: date
    resource: str
    amount_g: int


def spacewalk_draw(day: date, airlock: str, consumption: Consumption) -> Draw:
    """Return the gas that a spacewalk takes.

    Examples
    --------
    >>> from portcall.catalogue.load import load_catalogue
    >>> spacewalk_draw(date(2025, 10, 28), "poisk", load_catalogue().consumption()).amount_g
    22680
    """
    return Draw(day, "gas", spacewalk_gas_g(consumption, airlock))


def draws_table(first_day: date, days: int, draws: Sequence[Draw]) -> NDArray[np.int64]:
    """Return extra use by day as `daily_stocks` takes it, (days, 6). [g]

    Raises
    ------
    InputError
        An unknown resource (the nearest is offered), or a negative amount.
    """
    table = np.zeros((days, len(BOOKS)), np.int64)
    for draw in draws:
        column = BOOKS.index(resource_named(draw.resource))
        if draw.amount_g < 0:
            raise InputError(
                f"{draw.amount_g / GRAMS_A_KG:g} kg of {draw.resource} used on {draw.day}",
                limit="0 kg or more",
                remedy="what comes in is a delivery",
            )
        row = (draw.day - first_day).days
        if 0 <= row < days:
            table[row, column] += draw.amount_g
    return table
