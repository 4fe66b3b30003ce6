"""One ship leaves a port and the next comes: when, from the undocking, the plane and the profile.

Model   The old ship undocks; the pad's passes through the station's plane follow a day apart; some are
        let by, the next is the launch; the profile's duration later it docks. No gap is given: that the
        port stands free for four to five days follows.
Valid   Baikonur. That two passes are let by is an assumption: it is what the operator announces, the
        launch two days after the undocking (https://tass.com/science/1561563) and the docking two days
        after that (https://tass.com/science/1794385). A launch may always be set later.
Source  `traffic.plane_passes`; durations of `catalogue/data/profiles`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portcall.catalogue.profile import Profile
from portcall.core.constants import DAY_S
from portcall.core.errors import InputError
from portcall.core.time import elapsed_s

PASSES_LET_BY = 2
LONGEST_SEARCH = timedelta(days=5)  # in which the third pass always comes


@dataclass(frozen=True, slots=True)
class Succession:
    """A port's hand-over from one ship to the next.

    `earliest_dock_utc` and `latest_dock_utc` are the profile's own range of durations.
    """

    undock_utc: datetime
    launch_utc: datetime
    dock_utc: datetime
    earliest_dock_utc: datetime
    latest_dock_utc: datetime

    @property
    def free_days(self) -> float:
        """How long the port stands free. [day]"""
        return elapsed_s(self.undock_utc, self.dock_utc) / DAY_S


def succession(
    undock_utc: datetime,
    passes: Sequence[datetime],
    profile: Profile,
    *,
    let_by: int = PASSES_LET_BY,
) -> Succession:
    """Return when the next ship is launched and docks after one has left.

    Parameters
    ----------
    undock_utc : datetime
        When the old ship leaves.
    passes : Sequence[datetime]
        The pad's passes through the plane from then on, in order of time.
    profile : Profile
        Which the next ship flies.
    let_by : int
        Passes after the undocking that are not used.

    Raises
    ------
    InputError
        Too few passes are given.

    Examples
    --------
    Progress MS-26 left Zvezda aft on 13 August 2024 at 02:00 UTC; Progress MS-28 was launched on the
    15th at 03:20 and docked on the 17th at 05:56:

    >>> from datetime import UTC
    >>> from portcall.catalogue.load import load_profile
    >>> passes = [datetime(2024, 8, d, h, m, tzinfo=UTC) for d, h, m in
    ...           ((13, 4, 7), (14, 3, 44), (15, 3, 20), (16, 2, 56))]
    >>> found = succession(datetime(2024, 8, 13, 2, tzinfo=UTC), passes, load_profile("34-orbit"))
    >>> f"{found.launch_utc:%d %H:%M}, {found.dock_utc:%d %H:%M}, {found.free_days:.1f}"
    '15 03:20, 17 05:20, 4.1'
    """
    later = [utc for utc in sorted(passes) if utc > undock_utc]
    if len(later) <= let_by:
        raise InputError(
            f"{len(later)} passes of the pad after the undocking",
            limit=f"{let_by + 1} at least",
            remedy="look further ahead",
        )
    launch = later[let_by]
    lasts = profile.nominal_duration_h
    low = lasts.value if lasts.low is None else lasts.low
    high = lasts.value if lasts.high is None else lasts.high
    return Succession(
        undock_utc,
        launch,
        launch + timedelta(hours=lasts.value),
        launch + timedelta(hours=low),
        launch + timedelta(hours=high),
    )
