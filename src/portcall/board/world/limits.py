"""The touch against what the port's mechanism allows, quantity by quantity.

Model   As the docking judges it: inside the tight end of every range passes, beyond the wide end fails,
        between the two nobody can say. The least closing speed is tight at its high end.
Valid   A run that touched; without a touch every value is null and every verdict `cannot say`.
Source  The mechanism's limits in the catalogue, each with its own source.
"""

from portcall.catalogue.mechanism import ContactMechanism
from portcall.core.sourced import Figure
from portcall.records.docking import Touch
from portcall.records.scene import ContactLimit, LimitedQuantity, VerdictWord

_AT_MOST: tuple[tuple[LimitedQuantity, str, str, str], ...] = (
    ("lateral offset", "Lateral offset", "m", "lateral_offset_m"),
    ("lateral rate", "Lateral rate", "m/s", "lateral_rate_m_s"),
    ("pitch and yaw", "Pitch and yaw", "deg", "pitch_yaw_deg"),
    ("roll", "Roll", "deg", "roll_deg"),
    ("pitch and yaw rate", "Pitch and yaw rate", "deg/s", "pitch_yaw_rate_deg_s"),
    ("roll rate", "Roll rate", "deg/s", "roll_rate_deg_s"),
)


def _ends(figure: Figure) -> tuple[float, float]:
    low = figure.value if figure.low is None else figure.low
    return low, figure.value if figure.high is None else figure.high


def _judged(value: float | None, tight: bool, wide: bool) -> VerdictWord:
    if value is None:
        return "cannot say"
    return "pass" if tight else "cannot say" if wide else "fail"


def contact_limits(mechanism: ContactMechanism, touch: Touch | None) -> tuple[ContactLimit, ...]:
    """Return each quantity of a touch with its limits.

    Parameters
    ----------
    mechanism : ContactMechanism
        Of the port.
    touch : Touch or None
        The first touch of the run that is shown.
    """
    own = mechanism.limits
    least, most = _ends(own.closing_min_m_s), _ends(own.closing_max_m_s)
    speed = None if touch is None else abs(touch.closing_speed_m_s)
    found = [
        ContactLimit(
            quantity="closing speed",
            name="Closing speed",
            unit="m/s",
            value=speed,
            low=least[1],
            high=most[0],
            wide_low=least[0],
            wide_high=most[1],
            verdict=_judged(
                speed,
                speed is not None and least[1] <= speed <= most[0],
                speed is not None and least[0] <= speed <= most[1],
            ),
        )
    ]
    for quantity, name, unit, key in _AT_MOST:
        tight, wide = _ends(getattr(own, key))
        value = None if touch is None else abs(float(getattr(touch, key)))
        found.append(
            ContactLimit(
                quantity=quantity,
                name=name,
                unit=unit,
                value=value,
                high=tight,
                wide_high=wide,
                verdict=_judged(
                    value, value is not None and value <= tight, value is not None and value <= wide
                ),
            )
        )
    return tuple(found)
