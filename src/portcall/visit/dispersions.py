"""Dispersions of a visit: samples of the errors flown, and what they did to propellant and arrival.

Model   `visit.dispersed_flight` for each run, on named random streams; order statistics bound the
        99th percentiles, with 95 % confidence from 299 samples on.
Valid   As the flight of one sample; most error figures are estimates.
Source  Wilks 1941 (see `campaign.bounds`).
"""

from collections.abc import Callable
from functools import partial

from portcall.campaign.bounds import median, samples_needed, upper_bound
from portcall.campaign.run_table import run_table
from portcall.catalogue.dispersions import ErrorModel, load_error_model
from portcall.catalogue.profile import Profile
from portcall.catalogue.station import Station
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s
from portcall.records.visit import Dispersions
from portcall.visit.chaser import chaser_of, nominal_burns, tolerance_of
from portcall.visit.contingency import burn_cases
from portcall.visit.dispersed_flight import Loop, Sample, fly_sample, loop_of
from portcall.visit.flight import Flight
from portcall.visit.prediction import Prediction
from portcall.visit.setting import Setting

QUANTILE, CONFIDENCE = 0.99, 0.95
MOST_SAMPLES = 100_000


def prepare_loop(
    setting: Setting,
    prediction: Prediction,
    flight: Flight,
    station: Station,
    errors: ErrorModel | None = None,
) -> Loop:
    """Prepare the closed loop around a flown visit; `fly_sample` then flies any run of it.

    Parameters
    ----------
    setting, prediction, flight, station
        The visit as `visit.flight.fly` took and gave it.
    errors : ErrorModel, optional
        Without it, the catalogue's.
    """
    errors = errors or load_error_model()
    fitted = flight.density.reason.startswith("fitted")
    air = errors.air.fitted_log_density if fitted else errors.air.unfitted_log_density
    schedule = prediction.chase.schedule
    return loop_of(
        setting.profile,
        chaser_of(setting, schedule, flight, station, tolerance_of(errors)),
        flight.chase.path.arcs[0].state_at(0.0),
        flight.station.states_at([elapsed_s(flight.station.epoch, flight.separation)])[0],
        nominal_burns(flight, schedule),
        errors=errors,
        density_spread_fraction=air.value,
        thruster_isp_s=setting.vehicle.thrusters.isp_s.value,
    )


def fly_samples(
    loop: Loop,
    samples: int,
    *,
    seed: int,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> tuple[Sample, ...]:
    """Fly runs 0 to `samples` - 1; the same for any number of threads."""
    if not 1 <= samples <= MOST_SAMPLES:
        raise InputError(
            f"{samples} samples", limit=f"1 to {MOST_SAMPLES}", remedy="ask for some hundred"
        )
    return run_table(partial(fly_sample, loop, seed), samples, threads=threads, progress=progress)


def _upper(flown: tuple[Sample, ...], name: str) -> float:
    """Return the sampled figure that bounds the 99th percentile from above."""
    figures = [float(getattr(one, name)) for one in flown]
    return figures[upper_bound(figures, QUANTILE, CONFIDENCE).which]


def summary(loop: Loop, flown: tuple[Sample, ...], seed: int) -> Dispersions:
    """Return the record of flown samples.

    Parameters
    ----------
    loop : Loop
        Holds the tolerance at the gate.
    flown : tuple[Sample, ...]
        At least one.
    seed : int
        Of the samples, to be named in the record.
    """
    gate = loop.errors.gate
    arrived = [
        one
        for one in flown
        if one.miss_m <= gate.tolerance_m.value and one.miss_m_s <= gate.tolerance_m_s.value
    ]
    bound = upper_bound([one.propellant_kg for one in flown], QUANTILE, CONFIDENCE)
    needed = samples_needed(QUANTILE, CONFIDENCE)
    return Dispersions(
        samples=len(flown),
        seed=seed,
        arrived=len(arrived),
        tolerance_m=gate.tolerance_m.value,
        tolerance_m_s=gate.tolerance_m_s.value,
        propellant_p50_kg=median([one.propellant_kg for one in flown]),
        propellant_p99_kg=_upper(flown, "propellant_kg"),
        delta_v_p50_m_s=median([one.delta_v_m_s for one in flown]),
        delta_v_p99_m_s=_upper(flown, "delta_v_m_s"),
        arrival_miss_p99_m=_upper(flown, "miss_m"),
        arrival_miss_p99_m_s=_upper(flown, "miss_m_s"),
        p99_confidence=bound.confidence,
        p99_note=""
        if bound.enough
        else f"the largest of {len(flown)} samples: {needed} are needed for "
        f"{100 * CONFIDENCE:.0f} % confidence",
        density_spread_fraction=loop.density_spread_fraction,
    )


def disperse(
    setting: Setting,
    prediction: Prediction,
    flight: Flight,
    station: Station,
    *,
    samples: int,
    seed: int,
    fallback: Profile | None = None,
    errors: ErrorModel | None = None,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Dispersions:
    """Fly a visit many times with its errors, and once for each burn that may fail.

    Parameters
    ----------
    setting, prediction, flight, station
        The visit as `visit.flight.fly` took and gave it.
    samples : int
        How many runs; a 99th percentile with 95 % confidence takes 299.
    seed : int
        Of all random streams.
    fallback : Profile, optional
        Without it, the one that the profile names; if it names none, the visit falls back by a day.
    errors : ErrorModel, optional
        Without it, the catalogue's.
    threads : int, optional
        Without it, one a processor. The record does not depend on it.
    progress : Callable[[int], object], optional
        Called with the number of finished runs.

    Raises
    ------
    InputError
        A number of samples out of range.
    """
    loop = prepare_loop(setting, prediction, flight, station, errors)
    flown = fly_samples(loop, samples, seed=seed, threads=threads, progress=progress)
    cases, first = burn_cases(
        setting,
        prediction,
        flight,
        station,
        tolerance=tolerance_of(loop.errors),
        fallback=fallback,
    )
    return summary(loop, flown, seed).model_copy(update={"burn_cases": cases, "fallback": first})
