"""How fast a ship is emptied, and how fast trash goes into it: crew-hours turned into grams a day.

Model   One ship gets a number of crew-hours a day, and each tonne takes a number of crew-hours. The
        hatch opens some days after docking; trash is loaded in the last days before departure.
Valid   Ships that are worked on one after another or side by side: what the crew can bear is judged
        by the crew-hour book, not here.
Source  The catalogue's `consumption.cargo`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.consumption import Consumption
from portcall.core.errors import InputError

_GRAMS_A_TONNE = 1_000_000


@dataclass(frozen=True, slots=True)
class Unloading:
    """The pace of cargo work: unloading rate [g/day], days to the hatch, days of trash loading."""

    rate_g_day: int
    days_to_hatch: int
    loading_days: int

    def __post_init__(self) -> None:
        """Refuse a pace at which nothing would ever be done."""
        if self.rate_g_day <= 0 or self.loading_days <= 0 or self.days_to_hatch < 0:
            raise InputError(
                f"an unloading rate of {self.rate_g_day} g a day, {self.loading_days} loading days",
                limit="more than 0",
            )


def unloading(consumption: Consumption) -> Unloading:
    """Return a station's pace of cargo work.

    Examples
    --------
    Five crew-hours a day at 22 hours a tonne:

    >>> from portcall.catalogue.load import load_catalogue
    >>> unloading(load_catalogue().consumption()).rate_g_day
    227272
    """
    work = consumption.cargo
    return Unloading(
        rate_g_day=int(work.cargo_h_day.value / work.unloading_h_t.value * _GRAMS_A_TONNE),
        days_to_hatch=round(work.days_to_hatch.value),
        loading_days=round(consumption.trash.loading_days.value),
    )


def unload_schedule(amounts_g: NDArray[np.int64], rate_g_day: int) -> NDArray[np.int64]:
    """Return what is carried in on each day until the ship is empty, shape (days, resources). [g]

    Each resource goes in proportion to the load, by the floor of the running total: the columns sum to
    the amounts exactly.

    Examples
    --------
    >>> unload_schedule(np.array([10, 5]), 6).tolist()
    [[4, 2], [4, 2], [2, 1]]
    """
    total = int(amounts_g.sum())
    if total == 0:
        return np.zeros((0, amounts_g.size), np.int64)
    days = -(-total // rate_g_day)
    carried = np.minimum(np.arange(days + 1, dtype=np.int64) * rate_g_day, total)
    return np.diff(amounts_g[None, :] * carried[:, None] // total, axis=0)
