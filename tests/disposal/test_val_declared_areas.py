"""Published areas, held against the sizes worked out for them and against their own text."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portcall.core.errors import InputError
from portcall.disposal.area_files import read_geojson, read_kml, read_table
from portcall.disposal.coordinates import RESOLUTION_DEG, STYLES
from portcall.disposal.declared_area import area_size, read_area
from portcall.disposal.notice import air_notice_text, warning_text
from portcall.disposal.notice_reader import read_notice
from portcall.export.footprint_layers import FootprintLayers
from portcall.export.footprint_map import footprint_svg
from portcall.export.geojson import area_geojson
from portcall.export.kml import area_kml
from portcall.records.area import Area, AreaPart, Window

TABLE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "reentry"

# corners as published, in degrees; length and width [km] as others measured them on a sphere
STARLINER_A = (
    (8.17367, -126.82033),
    (14.65167, -122.038),
    (16.7235, -124.98983),
    (10.203, -129.7375),
)
SOUTHERN_OCEAN = ((-59.71, 165.82), (-57.48, -126.02), (-60.39, -122.08), (-62.55, 162.56))
NORTH_PACIFIC = ((34.9, -152.0), (36.88333, -151.0), (44.06667, 165.0), (42.08333, 165.0))
DRAGON_D = ((19.8, -134.8), (17.1, -131.8), (28.3, -121.9), (29.9, -124.4))
AREAS = {
    "NAVAREA XII 656/2019 A": STARLINER_A,
    "NAVAREA XIV 189/26": SOUTHERN_OCEAN,
    "NAVAREA XII 372/23": NORTH_PACIFIC,
    "NAVAREA XII 1/26 D": DRAGON_D,
}
SIZES_KM = {
    "NAVAREA XII 656/2019 A": (889.0, 391.0),
    "NAVAREA XIV 189/26": (3780.0, 380.0),
    "NAVAREA XII 372/23": (3760.0, 238.0),
    "NAVAREA XII 1/26 D": (1605.0, 436.0),
}
LENGTH_SHARE = 0.01  # between a strip along an edge and one through the middles of the ends
WIDTH_KM = 16.0  # the published "about 380" is rounded, and ends are not square to the sides
WINDOWS = (
    Window(
        start_utc=datetime(2026, 3, 16, 12, 0, tzinfo=UTC),
        end_utc=datetime(2026, 3, 16, 13, 30, tzinfo=UTC),
    ),
    Window(
        start_utc=datetime(2026, 3, 16, 23, 0, tzinfo=UTC),
        end_utc=datetime(2026, 3, 17, 1, 30, tzinfo=UTC),
        alternate=True,
    ),
)
CIRCLE = AreaPart(label="C", ring=((32.603, -117.7045),), radius_km=16.668)

# our own wording around published corners, one in each style; the parts a reader meets
NOTICES = {
    "dash-minutes": (
        """NAVAREA XII 372/23. 0554Z TO 0912Z DAILY 22 THRU 28 JUN 23 SPACE DEBRIS
        IN AREA BOUND BY 34-54.00N 152-00.00W, 36-53.00N 151-00.00W,
        44-04.00N 165-00.00E, 42-05.00N 165-00.00E. CANCEL THIS MSG 281012Z JUN 23.""",
        NORTH_PACIFIC,
    ),
    "dash-seconds": (
        """NAVAREA XIV 189/26 HAZARDOUS OPERATIONS 142100Z TO 232100Z JUL IN AREA BOUND BY
        A. 59-42-36S 165-49-12E
        B. 57-28-48S 126-01-12W
        C. 60-23-24S 122-04-48W
        D. 62-33-00S 162-33-36E""",
        SOUTHERN_OCEAN,
    ),
    "compact": (
        """Q) YMMM/QRDCA/IV/BO/W/000/999/6227S16252E030
        F2572/26 A) YMMM B) 2607140900 C) 2607232100 D) DAILY 0900-2100
        E) AREA BOUNDED BY 621200S 1630000E - 624100S 1630000E - 623300S 1623336E""",
        ((-62.2, 163.0), (-62.68333, 163.0), (-62.55, 162.56)),
    ),
    "spaced": (
        """HYDROPAC 1/26: SPACE DEBRIS 150825Z TO 222210Z JAN 26 IN AREA BOUND BY
        19 48 00 N 134 48 00 W, 17 06 00 N 131 48 00 W,
        28 18 00 N 121 54 00 W, 29 54 00 N 124 24 00 W""",
        DRAGON_D,
    ),
    "prefixed": (
        """A1237/26 B) 2609222107 C) 2609280108 E) BOUNDED BY S195100W1490000
        S192300W1484900 S245800W1481200 S235000W1500600""",
        ((-19.85, -149.0), (-19.38333, -148.81667), (-24.96667, -148.2), (-23.83333, -150.1)),
    ),
}
FIFTH_DECIMAL_DEG = 0.6e-5  # the corners stand with five decimals


def _worst_deg(first, second):
    return max(
        abs(a - b) for p, q in zip(first, second, strict=True) for a, b in zip(p, q, strict=True)
    )


def _from_least(ring):
    """The same ring, begun at its least corner and turned one way."""
    at = ring.index(min(ring))
    turned = ring[at:] + ring[:at]
    return min(turned, (turned[0], *reversed(turned[1:])))


@pytest.mark.parametrize("name", AREAS)
def test_val_length_and_width(name):
    size = area_size(Area(parts=(AreaPart(ring=AREAS[name]),)))
    length_km, width_km = SIZES_KM[name]
    assert size.length_km == pytest.approx(length_km, rel=LENGTH_SHARE)
    assert size.width_km == pytest.approx(width_km, abs=WIDTH_KM)


@pytest.mark.parametrize("style", NOTICES)
def test_val_a_notice_in_each_style(style):
    text, corners = NOTICES[style]
    area = read_notice(text)
    assert len(area.parts) == 1
    assert _worst_deg(area.parts[0].ring, corners) <= FIFTH_DECIMAL_DEG
    assert len(area.windows) == 1
    assert not area.notes


def _written_and_read(area):
    for style in STYLES:
        yield RESOLUTION_DEG[style], read_notice(warning_text(area, style=style))
    yield RESOLUTION_DEG["compact"], read_notice(air_notice_text(area))


@pytest.mark.parametrize("name", AREAS)
def test_areas_come_back_from_every_style(name):
    parts = AreaPart(label="A", ring=AREAS[name]), CIRCLE
    area = Area(parts=parts, windows=WINDOWS)
    for resolution_deg, back in _written_and_read(area):
        for part, again in zip(parts, back.parts, strict=True):
            assert _worst_deg(part.ring, again.ring) <= resolution_deg + 1e-9
        assert back.parts[1].radius_km == pytest.approx(CIRCLE.radius_km, abs=1e-3)
        assert back.windows == WINDOWS


@pytest.mark.parametrize("name", AREAS)
@pytest.mark.parametrize(("write", "read"), [(area_geojson, read_geojson), (area_kml, read_kml)])
def test_areas_come_back_whole_from_maps(name, write, read):
    area = Area(parts=(AreaPart(ring=AREAS[name]),))
    back = read(write(area))
    assert len(back.parts) == 1
    worst_deg = _worst_deg(_from_least(back.parts[0].ring), _from_least(AREAS[name]))
    assert worst_deg <= 1e-7  # the seventh decimal is the last that is written


@pytest.mark.skipif(not TABLE.is_dir(), reason="the table of published areas is not here")
def test_val_every_area_of_the_table_is_read_drawn_and_written_back():
    path = TABLE / "declared_areas.csv"
    areas = read_table(path.read_text(), where=path.name)
    with path.open() as stream:
        with_corners = {row["area_id"] for row in csv.DictReader(stream) if row["vertex"]}
    assert with_corners <= set(areas)
    for name, stated in areas.items():
        bare = tuple(part.model_copy(update={"windows": ()}) for part in stated.parts)
        area = stated.model_copy(update={"parts": bare, "windows": WINDOWS})
        for resolution_deg, back in _written_and_read(area):
            assert len(back.parts) == len(bare), name
            for part, again in zip(bare, back.parts, strict=True):
                assert _worst_deg(part.ring, again.ring) <= resolution_deg + 1e-9, name
        svg = footprint_svg(FootprintLayers(title=name, declared=stated))
        assert svg.count('stroke-dasharray="9 3 2 3"') == len(bare) + 1, name
        assert len(read_geojson(area_geojson(stated)).parts) == len(bare), name
        assert len(read_kml(area_kml(stated)).parts) == len(bare), name


@pytest.mark.skipif(not TABLE.is_dir(), reason="the table of published areas is not here")
def test_val_corridors_of_the_second_starliner_flight():
    area = read_area(f"{TABLE / 'declared_areas.csv'}#NAVAREA_XII_384_2021")
    sizes = [area_size(Area(parts=(part,))) for part in area.parts if part.label != "I"]
    assert min(s.length_km for s in sizes) == pytest.approx(1991.0, rel=LENGTH_SHARE)
    assert max(s.length_km for s in sizes) == pytest.approx(2277.0, rel=LENGTH_SHARE)
    assert min(s.width_km for s in sizes) == pytest.approx(174.0, abs=2.0)
    assert max(s.width_km for s in sizes) == pytest.approx(472.0, abs=2.0)


def test_parts_circles_and_their_own_times():
    area = read_notice(
        """NAVAREA XII 1/26
        1. WITHIN NINE MILES OF: A. 33-40.72N 119-09.16W B. 33-00.72N 117-44.88W
        2. AREAS BOUND BY
           D. 150825Z TO 151000Z JAN 26 19-48N 134-48W, 17-06N 131-48W, 28-18N 121-54W
           E. 46-00N 135-42W, 44-48N 139-00W, 37-12N 124-54W"""
    )
    assert [part.label for part in area.parts] == ["A", "B", "D", "E"]
    assert [part.radius_km for part in area.parts] == [16.668, 16.668, None, None]
    assert [len(part.windows) for part in area.parts] == [0, 0, 1, 0]


def test_times_without_a_year_are_told_not_guessed():
    text = "142100Z TO 232100Z JUL IN AREA BOUND BY 10-00N 020-00W, 11-00N 020-00W, 11-00N 021-00W"
    area = read_notice(text)
    assert area.windows == ()
    assert "names no year" in area.notes[0]
    assert read_notice(text, year=2026).windows[0].start_utc == datetime(
        2026, 7, 14, 21, tzinfo=UTC
    )


BOX = [[-10.0, 20.0], [-9.0, 20.0], [-9.0, 21.0], [-10.0, 21.0]]


def _geojson(positions):
    return json.dumps({"type": "Polygon", "coordinates": [positions]})


def _kml(positions):
    text = " ".join(f"{lon},{lat},0" for lon, lat in positions)
    return (
        "<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{text}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
    )


@pytest.mark.parametrize(("write", "read"), [(_geojson, read_geojson), (_kml, read_kml)])
@pytest.mark.parametrize(
    ("positions", "said"),
    [
        (BOX, "open"),
        ([BOX[0], BOX[2], BOX[1], BOX[3], BOX[0]], "crosses itself"),
        ([BOX[0], BOX[1], BOX[0]], "at least 4"),
        ([*BOX[:3], [-190.0, 21.0], BOX[0]], "longitude of -190 degrees"),
        ([*BOX[:3], [-10.0, 91.0], BOX[0]], "latitude of 91 degrees"),
    ],
)
def test_bad_rings_are_refused_in_one_line(write, read, positions, said):
    with pytest.raises(InputError) as refusal:
        read(write(positions), where="area file")
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("area file")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KEEP CLEAR OF THE SEA", "no coordinate"),
        ("BOUND BY 10-00N 020-00W, 11-00N 020-00W", "2 different vertices"),
        (
            "BOUND BY 10-00N 020-00W, 11-00N 021-00W, 10-00N 021-00W, 11-00N 020-00W",
            "crosses itself",
        ),
        ("320000Z TO 320100Z JUL 26 WITHIN 5 NM OF 10-00N 020-00W", "is not a time"),
        ("020300Z TO 020100Z JUL 26 WITHIN 5 NM OF 10-00N 020-00W", "ends before it starts"),
    ],
)
def test_bad_notices_are_refused_in_one_line(text, said):
    with pytest.raises(InputError) as refusal:
        read_notice(text, where="notice.txt")
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("notice.txt")


@pytest.mark.parametrize("text", ["<!DOCTYPE kml []><kml/>", "<kml", "<kml/>"])
def test_hostile_broken_and_empty_kml_is_refused(text):
    with pytest.raises(InputError, match=r"document type|not XML|no Polygon"):
        read_kml(text)


def test_files_are_told_apart_and_named_ones_found(tmp_path):
    text = "area_id,lat_deg,lon_deg\n" + "".join(
        f"{name},{lat},{lon}\n" for name in ("one", "two") for lon, lat in BOX
    )
    (tmp_path / "areas.csv").write_text(text)
    (tmp_path / "box.geojson").write_text(_geojson([*BOX, BOX[0]]))
    (tmp_path / "box.kml").write_text(_kml([*BOX, BOX[0]]))
    (tmp_path / "notice.txt").write_text("BOUND BY 20-00N 010-00W, 20-00N 009-00W, 21-00N 009-00W")
    assert len(read_area(tmp_path / "box.geojson").parts[0].ring) == 4
    assert len(read_area(tmp_path / "box.kml").parts[0].ring) == 4
    assert len(read_area(tmp_path / "notice.txt").parts[0].ring) == 3
    assert read_area(f"{tmp_path / 'areas.csv'}#two").name == "two"
    with pytest.raises(InputError, match="2 areas"):
        read_area(tmp_path / "areas.csv")
    with pytest.raises(InputError, match="did you mean 'two'"):
        read_area(f"{tmp_path / 'areas.csv'}#twoo")
    with pytest.raises(InputError, match="no file"):
        read_area(tmp_path / "none.kml")


@pytest.mark.acceptance
@pytest.mark.skipif(not TABLE.is_dir(), reason="the table of published areas is not here")
def test_val_declared_areas_recorded(record_figure):
    path = TABLE / "declared_areas.csv"
    areas = read_table(path.read_text(), where=path.name)
    changed = set()
    for name, stated in areas.items():
        bare = tuple(part.model_copy(update={"windows": ()}) for part in stated.parts)
        area = stated.model_copy(update={"parts": bare, "windows": WINDOWS})
        for resolution_deg, back in _written_and_read(area):
            same = len(back.parts) == len(bare) and all(
                _worst_deg(part.ring, again.ring) <= resolution_deg + 1e-9
                for part, again in zip(bare, back.parts, strict=True)
            )
            if not same:
                changed.add(name)
    record_figure(
        "declared areas: read, and written back unchanged",
        required="every area of the table",
        measured=f"{len(areas) - len(changed)} of {len(areas)}",
        passed=not changed,
        note="five styles of coordinates and the air notice, each to its own resolution",
    )
    assert not changed
