"""All that a report is made from: the record, and the paths for its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.catalogue.network import Network
from portcall.records.docking import DockingSample
from portcall.records.timeline import TimelineEvent
from portcall.records.tracks import ApproachPath, AscentProfile, GroundTrack
from portcall.records.visit import VisitRecord
from portcall.report.shown import Shown


@dataclass(frozen=True)
class ReportInput:
    """A visit and what its report shows beside it.

    Attributes
    ----------
    record : VisitRecord
        Every figure of the page stands in it.
    catalogue : Catalogue
        For names, limits, antennas, and the sources of the figures that were used.
    flight : Flight
        The flight as the catalogue has it.
    tracks : Sequence[GroundTrack]
        Where both craft were; empty: the maps and the altitudes are left out.
    approaches : Sequence[ApproachPath]
        Dispersed approaches.
    samples : Sequence[DockingSample]
        The approach without errors, second by second.
    ascent : AscentProfile or None
        The way up.
    zones : Sequence[ZoneInfo]
        Local times to show beside UTC.
    tool_version, command : str
        Of portcall, and what was asked of it.
    """

    record: VisitRecord
    catalogue: Catalogue
    flight: Flight
    tracks: Sequence[GroundTrack] = ()
    approaches: Sequence[ApproachPath] = ()
    samples: Sequence[DockingSample] = ()
    ascent: AscentProfile | None = None
    zones: Sequence[ZoneInfo] = ()
    tool_version: str = ""
    command: str = ""

    @cached_property
    def shown(self) -> Shown:
        """The record's figures as the page shows them."""
        return Shown(self.record, self.zones)

    @property
    def liftoff_utc(self) -> datetime:
        """When the ship lifts off, as predicted."""
        return self.record.insertion.liftoff_utc

    @property
    def ship_name(self) -> str:
        """The ship's own name."""
        return self.flight.official_name

    @property
    def site_name(self) -> str:
        """The launch site's name."""
        return self.catalogue.site(self.record.site).name

    @property
    def station_name(self) -> str:
        """The station's name."""
        return self.catalogue.station(self.record.station).name

    @property
    def port_name(self) -> str:
        """The port's name in words."""
        return f"{self.record.port.replace('-', ' ').capitalize()} port"

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks of antennas that the vehicle uses."""
        every = (self.catalogue.network(name) for name in self.catalogue.names("networks"))
        return tuple(one for one in every if self.record.vehicle in one.users)

    def place_of(self, event: str) -> str:
        """Return where an event stands in the record, as `events[3]`; empty when it is not there."""
        for number, one in enumerate(self.record.events):
            if one.event == event:
                return f"events[{number}]"
        return ""

    @property
    def flown(self) -> tuple[TimelineEvent, ...]:
        """The events of which the flown time is known."""
        return tuple(one for one in self.record.events if one.error_s is not None)
