"""The habit of beta angles: no arrival while the Sun is far out of the station's orbit plane."""

from collections.abc import Iterator

from portcall.records.known_time import KnownTime
from portcall.traffic.check.case import Case, Finding


def beta_findings(case: Case) -> Iterator[Finding]:
    """Yield the arrivals at which the Sun stands further out of the plane than the vehicle's limit."""
    if case.beta is None:
        return
    for event in case.events:
        limit_deg = case.rules.beta_limit_deg(event.stay.vehicle)
        if event.kind != "arrival" or limit_deg is None:
            continue
        known = case.beta.range_deg(event.when)
        if known is not None and known[1] > limit_deg:
            yield _too_far(event.stay.ship, event.stay.port, event.when, known, limit_deg)


def _too_far(
    ship: str, port: str | None, when: KnownTime, known: tuple[float, float], limit_deg: float
) -> Finding:
    return Finding(
        "beta-angle",
        "broken" if known[0] > limit_deg else "cannot say",
        when.earliest_utc,
        when.latest_utc,
        (ship,),
        ports=(port,) if port else (),
        limit=f"at most {limit_deg:g} deg",
        found=f"the Sun is {known[0]:.0f} to {known[1]:.0f} deg out of the orbit plane",
    )
