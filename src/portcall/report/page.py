"""The report of a visit as one page that opens anywhere: no network, and no script needed to read it."""

from collections.abc import Sequence
from html import escape
from zoneinfo import ZoneInfo

from portcall.catalogue.flight import Flight
from portcall.catalogue.load import Catalogue
from portcall.records.docking import DockingSample
from portcall.records.tracks import ApproachPath, AscentProfile, GroundTrack
from portcall.records.visit import VisitRecord
from portcall.report.ascent import ascent as ascent_section
from portcall.report.burns import burns
from portcall.report.chase import chase
from portcall.report.contact import contact
from portcall.report.departure import departure
from portcall.report.ground_track import ground_track
from portcall.report.landing import landing
from portcall.report.markup import Section
from portcall.report.page_style import SCRIPT, STYLE, policy
from portcall.report.plate import in_style
from portcall.report.relative_motion import relative_motion
from portcall.report.report_input import ReportInput
from portcall.report.risk import risk
from portcall.report.rules import rules
from portcall.report.shown import said
from portcall.report.sources import limits_of_the_model, reproduce, sources
from portcall.report.spread import sightings, spread
from portcall.report.stocks import stocks
from portcall.report.summary import summary, title_of
from portcall.report.timeline import timeline
from portcall.report.way_home import way_home
from portcall.report.window import launch_window

_SECTIONS = (
    timeline,
    rules,
    launch_window,
    ascent_section,
    chase,
    burns,
    ground_track,
    relative_motion,
    contact,
    spread,
    stocks,
    departure,
    way_home,
    landing,
    risk,
    sightings,
    limits_of_the_model,
    sources,
    reproduce,
)


def report_html(
    record: VisitRecord,
    *,
    catalogue: Catalogue,
    flight: Flight,
    tracks: Sequence[GroundTrack] = (),
    approaches: Sequence[ApproachPath] = (),
    samples: Sequence[DockingSample] = (),
    ascent: AscentProfile | None = None,
    zones: Sequence[ZoneInfo] = (),
    tool_version: str = "",
    command: str = "",
) -> bytes:
    """Return the report of a visit: one HTML page, the same bytes for the same visit.

    Parameters
    ----------
    record : VisitRecord
        Every figure that is shown stands in it, and carries its place there.
    catalogue : Catalogue
        For names, limits, antennas, and the sources of what was used.
    flight : Flight
        The flight as the catalogue has it.
    tracks : Sequence[GroundTrack]
        Both craft over the ground; without them maps and altitudes are left out.
    approaches : Sequence[ApproachPath]
        Dispersed approaches to draw beside the one without errors.
    samples : Sequence[DockingSample]
        The approach without errors, second by second.
    ascent : AscentProfile or None
        The way up; `report.ascent_profile` makes it from a flown ascent.
    zones : Sequence[ZoneInfo]
        Local times to show beside UTC.
    tool_version, command : str
        Of portcall, and what was asked of it.
    """
    told = ReportInput(
        record, catalogue, flight, tracks, approaches, samples, ascent, zones, tool_version, command
    )  # fmt: skip
    with in_style():
        sections = [section for make in _SECTIONS if (section := make(told)).content]
    return _page(told, sections).encode()


def _page(told: ReportInput, sections: Sequence[Section]) -> str:
    title = escape(title_of(told))
    also = f" \u00b7 {said(told.flight.nasa_name)}" if told.flight.nasa_name else ""
    links = "".join(f'<li><a href="#{one.anchor}">{escape(one.title)}</a></li>' for one in sections)
    body = "".join(
        f'<section id="{one.anchor}"><h2>{escape(one.title)}</h2>{one.content}</section>'
        for one in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy())}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}: report</title><style>{STYLE}</style></head><body>"
        f'<header><h1>{said(title_of(told))}</h1><p class="sub">Visit report{also} \u00b7 all '
        f"times are UTC "
        f'unless a zone is named</p></header><main><section id="summary">{summary(told)}</section>'
        f'<nav aria-label="Sections"><ul>{links}</ul></nav>{body}</main>'
        f"<footer><p>Made by {said('portcall ' + told.tool_version, 'tool')}. A computed "
        f"prediction: not for "
        f"operational use.</p></footer><script>{SCRIPT}</script></body></html>\n"
    )
