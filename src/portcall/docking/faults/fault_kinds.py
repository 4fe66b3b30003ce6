"""The faults that a docking run can be given: name, what it does, its usual size, and where it flew.

Source  Chosen here; the historical anchors with each kind.
"""

from dataclasses import dataclass
from typing import Final, Literal

from portcall.docking import columns as c

Unit = Literal["", "thruster", "axis"]


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault.

    Parameters
    ----------
    name : str
        What the command line calls it.
    code : int
        `F_KIND` of its row.
    meaning : str
        What it does to the run.
    unit : str
        What the number after the colon counts; empty where the fault has no unit.
    size : float or None
        `F_MAGNITUDE` when none is given; None where the fault has no size.
    size_unit : str
        Unit of the size in the text, empty for a plain factor.
    anchor : str
        A flight on which it happened, with its source; empty where none is known.
    """

    name: str
    code: int
    meaning: str
    unit: Unit = ""
    size: float | None = None
    size_unit: str = ""
    anchor: str = ""


_MS_25 = "Progress MS-25 2023-12-03, taken over by hand at about 150 m (texnoxrum.com)"
_M_21M = "Progress M-21M 2013-11-29, taken over by hand at 50-60 m (tass.com/russia/709634)"
_M_06M = "Progress M-06M 2010-07-02, flew past at 2-3 km, came back after two days (lb.ua)"
_M_15M = "Progress M-15M 2012-07-24, Kurs-NA test ended at 15 km (m.5-tv.ru/news/78472)"
_MS_33 = "Progress MS-33 2026-03-24, one antenna not deployed (morningoverview.com)"
_M_34 = "Progress M-34 1997-06-25, struck Mir at about 2 m/s (sma.nasa.gov, safety message)"
_MS = "Progress MS 2016-07-01, jets fired after contact (rima.media)"
_TMA_12M = "Soyuz TMA-12M 2014-03-25, a burn missed for a wrong attitude (spacepolicyonline.com)"

KINDS: Final = (
    FaultKind(
        "thruster-stuck-off",
        c.FAULT_THRUSTER_OFF,
        "one thruster gives nothing when it is commanded",
        "thruster",
    ),
    FaultKind(
        "thruster-stuck-on",
        c.FAULT_THRUSTER_ON,
        "one thruster burns until its feed is closed",
        "thruster",
        anchor=_MS,
    ),
    FaultKind(
        "thruster-weak",
        c.FAULT_THRUSTER_WEAK,
        "one thruster gives only this part of its thrust",
        "thruster",
        0.5,
    ),
    FaultKind(
        "radar-lost",
        c.FAULT_RADAR_LOST,
        "no range, no range rate, no angles",
        anchor=_M_21M,
    ),
    FaultKind("angles-lost", c.FAULT_ANGLES_LOST, "no angles at either end", anchor=_MS_33),
    FaultKind("range-lost", c.FAULT_RANGE_LOST, "no range and no range rate", anchor=_M_34),
    FaultKind(
        "radar-frozen",
        c.FAULT_RADAR_FROZEN,
        "range, range rate and angles repeat their last values",
        anchor=_M_06M,
    ),
    FaultKind(
        "range-biased",
        c.FAULT_RANGE_BIAS,
        "the range is wrong by a fixed length",
        size=20.0,
        size_unit="m",
        anchor=_M_15M,
    ),
    FaultKind(
        "angles-biased",
        c.FAULT_ANGLE_BIAS,
        "the ship's angles are wrong by a fixed angle",
        size=0.06981317007977318,  # 4 degrees
        size_unit="deg",
        anchor=_MS_25,
    ),
    FaultKind(
        "gyro-drift",
        c.FAULT_GYRO_DRIFT,
        "the gyro's bias jumps by a rate",
        size=8.726646259971648e-5,  # 0.005 deg/s
        size_unit="deg/s",
    ),
    FaultKind(
        "engine-cut",
        c.FAULT_ENGINE_CUT,
        "the main engine gives nothing more",
        anchor=_TMA_12M,
    ),
    FaultKind(
        "wrong-mass",
        c.FAULT_WRONG_MASS,
        "the true mass over the believed mass",
        size=1.1,
    ),
    FaultKind(
        "late-abort",
        c.FAULT_LATE_ABORT,
        "an abort is commanded, and carried out so much later",
        size=5.0,
        size_unit="s",
        anchor=_M_34,
    ),
    FaultKind(
        "station-turns",
        c.FAULT_STATION_TURNS,
        "the station loses its attitude control and turns",
        "axis",
        0.0008726646259971648,  # 0.05 deg/s
        "deg/s",
    ),
    FaultKind("manual", c.FAULT_MANUAL, "an operator flies from then on (TORU)", anchor=_M_21M),
)

KIND_OF_NAME: Final = {kind.name: kind for kind in KINDS}
NAME_OF_CODE: Final = {kind.code: kind.name for kind in KINDS}
