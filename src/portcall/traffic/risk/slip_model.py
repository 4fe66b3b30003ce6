"""How late ships may be: draws from what was seen, one random stream a run.

Model   A ship's slip is one of those seen in its class, each as likely; it does not come at all with the
        share of its class that did not. A ship that is due soon (`near_days`) draws from the slips of all
        ships that were due as soon, whatever their class: none of those was late by more than weeks,
        while of the later ones more than half were. A departure waits for weather with the share of those
        that did, as long as one of them. Ships are independent; what ties them (the order of a chain, a
        port, a relief) is `traffic.risk_moves`.
Valid   As an honest reading of few figures, no more: nothing beyond the largest slip seen can be drawn,
        though of the next ship of a class of four one in five would be later still; common causes (a
        pad, a launcher that stands down) are not in it.
Source  `catalogue/data/slips`; Efron 1979, Annals of Statistics 7, 1 (draws from the sample itself).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portcall.catalogue.slips import SlipStatistics
from portcall.core.streams import stream

Integers = NDArray[np.int64]
STREAM = "traffic.slips"
NEVER = 1 << 20  # a day that no horizon has: the ship does not come


@dataclass(frozen=True)
class SlipModel:
    """What each visit draws from; a ship that is docked already draws no arrival.

    `arrival_days` and `departure_days` hold, for each visit, the values that it draws from; the shares
    say how often it does not come, and how often its departure waits.
    """

    arrival_days: tuple[tuple[int, ...], ...]
    share_not_flown: tuple[float, ...]
    departure_days: tuple[tuple[int, ...], ...]
    share_late: tuple[float, ...]


def slip_model(
    statistics: SlipStatistics,
    visits: Sequence[tuple[str, str, bool, int]],
    *,
    weather: bool = True,
) -> SlipModel:
    """Choose what each visit draws from.

    Parameters
    ----------
    statistics : SlipStatistics
        The slips seen.
    visits : sequence of (vehicle, role, docked before, day of docking)
        In the order of the plan; days from its first.
    weather : bool
        Whether departures wait for weather.

    Raises
    ------
    InputError
        A vehicle that no class has.
    """
    arrivals: list[tuple[int, ...]] = []
    departures: list[tuple[int, ...]] = []
    lost, late = [], []
    waits = statistics.departure if weather else None
    near = statistics.near_days.value if statistics.near_days and statistics.near_slips else -1.0
    for vehicle, role, docked_before, day in visits:
        known = statistics.class_of(vehicle, role)
        if docked_before:
            arrivals.append((0,))
            lost.append(0.0)
        elif day <= near:
            arrivals.append(statistics.near_slips)
            lost.append(known.share_not_flown_within(near))
        else:
            arrivals.append(known.days)
            lost.append(known.share_not_flown)
        if waits is not None and vehicle in waits.vehicles and waits.late:
            departures.append(tuple(sorted(round(one.slip_days.value) for one in waits.late)))
            late.append(waits.share_late)
        else:
            departures.append((0,))
            late.append(0.0)
    return SlipModel(tuple(arrivals), tuple(lost), tuple(departures), tuple(late))


def no_slips(visits: int) -> SlipModel:
    """Return the model in which every ship is on time."""
    zero, never = ((0,),) * visits, (0.0,) * visits
    return SlipModel(zero, never, zero, never)


def draw_slips(model: SlipModel, seed: int, first: int, last: int) -> tuple[Integers, Integers]:
    """Draw the slips of some runs; each run has a stream of its own, so that it can be replayed.

    Parameters
    ----------
    model : SlipModel
        What each visit draws from.
    seed, first, last : int
        Seed of the campaign, its first run, and the one after its last.

    Returns
    -------
    arrival_days, departure_days : array
        Shape (runs, visits) [days]; `NEVER` for a ship that does not come.

    Examples
    --------
    >>> model = SlipModel(((-1, 5),) * 3, (0.0, 0.0, 1.0), ((0,),) * 3, (0.0,) * 3)
    >>> arrival, _ = draw_slips(model, 1, 0, 100)
    >>> sorted({int(day) for day in arrival[:, 0]}), bool((arrival[:, 2] == NEVER).all())
    ([-1, 5], True)
    """
    visits = len(model.arrival_days)
    chance = np.empty((last - first, visits, 3))
    for place, run in enumerate(range(first, last)):
        stream(seed, STREAM, run).random(out=chance[place])
    arrival = _picked(model.arrival_days, chance[:, :, 0])
    arrival[chance[:, :, 1] < np.array(model.share_not_flown)] = NEVER
    # one number says both whether a departure waits and, stretched to the unit interval, how long
    share = np.array(model.share_late)
    waits = chance[:, :, 2] < share
    stretched = np.where(waits, chance[:, :, 2] / np.where(share > 0.0, share, 1.0), 0.0)
    departure = np.where(waits, _picked(model.departure_days, stretched), 0)
    return arrival, departure


def _picked(values: tuple[tuple[int, ...], ...], chance: NDArray[np.float64]) -> Integers:
    """Return for each visit the value that a number between 0 and 1 falls on."""
    counts = np.array([len(one) for one in values])
    table = np.zeros((len(values), int(counts.max(initial=1))), dtype=np.int64)
    for place, one in enumerate(values):
        table[place, : len(one)] = one
    index = np.minimum((chance * counts).astype(np.int64), counts - 1)
    picked: Integers = table[np.arange(len(values)), index]
    return picked
