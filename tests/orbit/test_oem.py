"""Ephemerides: read in two forms and several frames, interpolated, written, and fitted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portcall.core.errors import InputError
from portcall.core.frames import gcrf_from_teme, itrf_state_from_gcrf
from portcall.core.time import after, format_utc
from portcall.orbit.elements import state_gcrf, states_gcrf
from portcall.orbit.formats import read_any
from portcall.orbit.oem import Ephemeris, ephemeris_state_gcrf
from portcall.orbit.oem_write import write_oem
from portcall.orbit.sgp4_fit import station_from_oem
from portcall.orbit.tle import parse_tle

STATION = parse_tle(
    "1 25544U 98067A   22042.58837006  .00007011  00000-0  13203-3 0  9998",
    "2 25544  51.6415 238.5887 0005824 121.6170 338.1766 15.49707363325708",
)
WRITTEN_M = 1e-6  # nine decimals of a kilometer
WRITTEN_M_S = 1e-9
FRAME_ROUND_TRIP_M = 0.02  # epochs to the microsecond move the station by 8 mm
STATION_RATE_RAD_S = 2.0 * np.pi / 5570.0

# header and states of the public station ephemeris of 2022-02-11 (NASA/JSC TOPO)
COMMENTS = """\
Units are in kg and m^2
MASS=445386.00
DRAG_AREA=1439.70
DRAG_COEFF=3.40
SOLAR_RAD_AREA=0.00
SOLAR_RAD_COEFF=0.00
Orbits start at the ascending node epoch
ISS first asc. node: EPOCH = 2022-02-11T12:08:41.500 $ ORBIT = 568 $ LAN(DEG) = -84.71503
ISS last asc. node : EPOCH = 2022-02-26T11:10:09.027 $ ORBIT = 800 $ LAN(DEG) = -158.91754
Begin sequence of events
TRAJECTORY EVENT SUMMARY:

|       EVENT        |       TIG        | ORB |   DV    |   HA    |   HP    |
|                    |       GMT        |     |   M/S   |   KM    |   KM    |
|                    |                  |     |  (F/S)  |  (NM)   |  (NM)   |
=============================================================================
80P Launch            046:04:25:40.000             0.0     426.3     408.0
                                                  (0.0)   (230.2)   (220.3)

80P Arrivals          048:07:06:29.000             0.0     425.6     408.2
                                                  (0.0)   (229.8)   (220.4)

GMT057 Reboost        057:01:37:00.000             0.4     423.8     409.1
                                                  (1.3)   (228.8)   (220.9)

=============================================================================
End sequence of events""".splitlines()
META = {
    "OBJECT_NAME": "ISS",
    "OBJECT_ID": "1998-067-A",
    "CENTER_NAME": "EARTH",
    "REF_FRAME": "EME2000",
    "TIME_SYSTEM": "UTC",
    "START_TIME": "2022-042T12:00:00.000Z",
    "STOP_TIME": "2022-042T12:04:00.000Z",
}
ROWS = tuple(
    """\
2022-042T12:00:00.000Z -4945.2048874258298 -3625.9704508659102 -2944.7433487186099 \
1.19203952554952 -5.67286420497775 4.99593211898374
2022-042T12:04:00.000Z -4483.2181885642003 -4839.4374260438099 -1653.1850590663901 \
2.63479158884966 -4.3774148889971602 5.7014974180323597""".splitlines()
)
AXES = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")


def _kvn(meta: dict[str, str] = META, rows: tuple[str, ...] = ROWS) -> bytes:
    head = "CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2022-042T18:53:27.821Z\nORIGINATOR = JSC\n\n"
    keys = "".join(f"{key:<20} = {value}\n" for key, value in meta.items())
    comments = "".join(f"COMMENT {line}\n" for line in COMMENTS)
    lines = "\n".join(rows)
    return f"{head}META_START\n{keys}META_STOP\n\n{comments}\n{lines}\n".encode()


def _xml(meta: dict[str, str] = META, rows: tuple[str, ...] = ROWS) -> bytes:
    keys = "".join(f"<{key}>{value}</{key}>" for key, value in meta.items())
    comments = "".join(f"<COMMENT>{line.strip()}</COMMENT>" for line in COMMENTS)
    states = ""
    for row in rows:
        epoch, *six = row.split()
        axes = "".join(f'<{a} units="km">{v}</{a}>' for a, v in zip(AXES, six, strict=True))
        states += f"<stateVector><EPOCH>{epoch}</EPOCH>{axes}</stateVector>"
    return (
        '<?xml version="1.0"?><ndm><oem id="CCSDS_OEM_VERS" version="2.0"><header>'
        "<CREATION_DATE>2022-042T18:53:27.821Z</CREATION_DATE><ORIGINATOR>JSC</ORIGINATOR></header>"
        f"<body><segment><metadata>{keys}</metadata><data>{comments}{states}</data></segment></body>"
        "</oem></ndm>"
    ).encode()


def _ephemeris(data: bytes) -> Ephemeris:
    ephemeris = read_any(data, "station.oem").ephemeris
    assert ephemeris is not None
    return ephemeris


def _table(hours: float, step_s: float = 240.0) -> tuple[list[datetime], np.ndarray, np.ndarray]:
    seconds = np.arange(0.0, hours * 3600.0 + 1.0, step_s)
    return [after(STATION.epoch, s) for s in seconds], *states_gcrf(STATION, seconds)


def _written(hours: float, **more: object) -> str:
    utc, positions_m, velocities_m_s = _table(hours)
    return write_oem(
        object_name="ISS",
        object_id="1998-067A",
        utc=utc,
        positions_gcrf_m=positions_m,
        velocities_gcrf_m_s=velocities_m_s,
        **more,
    )


@pytest.mark.parametrize("form", [_kvn, _xml])
def test_val_the_public_station_ephemeris_is_read(form) -> None:
    ephemeris = _ephemeris(form())
    (segment,) = ephemeris.segments
    assert (segment.object_name, segment.ref_frame) == ("ISS", "EME2000")
    assert segment.epoch == datetime(2022, 2, 11, 12, tzinfo=UTC)
    assert segment.positions_m[0, 0] == pytest.approx(-4945204.8874258298, abs=1e-6)
    station = ephemeris.station
    assert (station.mass_kg, station.drag_area_m2, station.drag_coefficient) == (
        445386,
        1439.7,
        3.4,
    )
    assert station.first_node.utc == datetime(2022, 2, 11, 12, 8, 41, 500_000, UTC)
    assert (station.first_node.orbit, station.first_node.longitude_deg) == (568, -84.71503)
    assert station.last_node.longitude_deg == -158.91754
    assert [event.name for event in station.events] == [
        "80P Launch",
        "80P Arrivals",
        "GMT057 Reboost",
    ]
    (reboost,) = station.maneuvers
    assert format_utc(reboost.utc) == "2022-02-26T01:37:00.000Z"
    assert (reboost.delta_v_m_s, reboost.apogee_height_m) == (0.4, 423_800.0)


def test_val_eme2000_is_turned_by_the_frame_bias() -> None:
    # the bias is 16.6 mas in x, 6.8 mas in y, 14.6 mas in z (IERS Conventions 2010, 5.4.4)
    ephemeris = _ephemeris(_kvn())
    (segment,) = ephemeris.segments
    position_m, _ = ephemeris_state_gcrf(ephemeris, segment.epoch)
    mas_rad = np.pi / 648e6
    xi, eta, alpha = -16.617 * mas_rad, -6.819 * mas_rad, -14.6 * mas_rad
    bias = np.array([[1.0, alpha, -xi], [-alpha, 1.0, -eta], [xi, eta, 1.0]])
    assert np.abs(position_m - bias.T @ segment.positions_m[0]).max() < 1e-3
    assert 0.3 < np.linalg.norm(position_m - segment.positions_m[0]) < 1.0


def test_an_event_after_new_year_is_dated_in_the_next_year() -> None:
    meta = META | {"START_TIME": "2022-360T12:00:00", "STOP_TIME": "2022-360T12:04:00"}
    rows = tuple(row.replace("2022-042", "2022-360") for row in ROWS)
    events = _ephemeris(_kvn(meta, rows)).station.events
    assert {event.utc.year for event in events} == {2023}


@pytest.mark.parametrize("frame", ["TEME", "ITRF-97", "GCRF", "ICRF"])
def test_other_frames_come_out_in_gcrf(frame: str) -> None:
    rows = []
    utc, positions_m, velocities_m_s = _table(1.0)
    for moment, position_m, velocity_m_s in zip(utc, positions_m, velocities_m_s, strict=True):
        state = position_m, velocity_m_s
        if frame == "TEME":
            back = gcrf_from_teme(moment).T
            state = back @ position_m, back @ velocity_m_s
        elif frame.startswith("ITRF"):
            state = itrf_state_from_gcrf(position_m, velocity_m_s, moment)
        figures = " ".join(f"{value / 1e3:.9f}" for part in state for value in part)
        rows.append(f"{moment.replace(tzinfo=None).isoformat()} {figures}")
    ephemeris = _ephemeris(_kvn(META | {"REF_FRAME": frame}, tuple(rows)))
    read_m, read_m_s = ephemeris.segments[0].states_gcrf
    assert np.abs(read_m - positions_m).max() < FRAME_ROUND_TRIP_M
    assert np.abs(read_m_s - velocities_m_s).max() < 1e-4


@pytest.mark.parametrize(("scale", "ahead_s"), [("TAI", 37.0), ("TT", 69.184), ("GPS", 18.0)])
def test_other_time_scales_come_out_in_utc(scale: str, ahead_s: float) -> None:
    (segment,) = _ephemeris(_kvn(META | {"TIME_SYSTEM": scale})).segments
    assert segment.epoch == datetime(2022, 2, 11, 12, tzinfo=UTC) - timedelta(seconds=ahead_s)


def test_what_is_written_is_read_back() -> None:
    utc, positions_m, velocities_m_s = _table(12.0)
    (segment,) = _ephemeris(_written(12.0, comments=["MASS=445386.00"]).encode()).segments
    assert np.abs(segment.positions_m - positions_m).max() < WRITTEN_M
    assert np.abs(segment.velocities_m_s - velocities_m_s).max() < WRITTEN_M_S
    assert (segment.usable_start, segment.usable_stop) == (utc[0], utc[-1])
    assert segment.comments == ("MASS=445386.00",)


def test_the_same_trajectory_gives_the_same_bytes() -> None:
    assert _written(1.0) == _written(1.0)


@pytest.mark.parametrize(
    "change",
    [
        {"object_name": " "},
        {"positions_gcrf_m": np.zeros((3, 3))},
        {"positions_gcrf_m": np.full((16, 3), np.nan)},
        {"utc": [STATION.epoch] * 16},
        {"utc": [datetime(2022, 1, 1, 0, i) for i in range(16)]},  # noqa: DTZ001
    ],
)
def test_what_cannot_be_written_is_refused(change: dict) -> None:
    utc, positions_m, velocities_m_s = _table(1.0)
    arguments = {
        "object_name": "ISS",
        "object_id": "1998-067A",
        "utc": utc,
        "positions_gcrf_m": positions_m,
        "velocities_gcrf_m_s": velocities_m_s,
    }
    with pytest.raises(InputError):
        write_oem(**(arguments | change))


@pytest.mark.peers
def test_val_an_independent_reader_accepts_what_is_written(tmp_path: Path) -> None:
    peer = pytest.importorskip("oem")
    utc, positions_m, velocities_m_s = _table(12.0)
    file = tmp_path / "station.oem"
    file.write_text(_written(12.0, comments=["a remark"]))
    (segment,) = peer.OrbitEphemerisMessage.open(file).segments
    assert segment.metadata["REF_FRAME"] == "GCRF"
    states = list(segment.states)
    assert len(states) == len(utc)
    theirs_m = np.array([state.position for state in states]) * 1e3
    theirs_m_s = np.array([state.velocity for state in states]) * 1e3
    assert np.abs(theirs_m - positions_m).max() < WRITTEN_M
    assert np.abs(theirs_m_s - velocities_m_s).max() < WRITTEN_M_S


def _circle(radius_m: float, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    angle = STATION_RATE_RAD_S * seconds
    cos, sin = np.cos(angle), np.sin(angle)
    zero = np.zeros_like(angle)
    return (
        radius_m * np.column_stack((cos, sin, zero)),
        radius_m * STATION_RATE_RAD_S * np.column_stack((-sin, cos, zero)),
    )


@given(second=st.floats(0.0, 7200.0))
def test_prop_interpolation_of_a_circle_is_the_circle(second: float) -> None:
    seconds = np.arange(0.0, 7201.0, 240.0)
    positions_m, velocities_m_s = _circle(6.79e6, seconds)
    (whole,) = _ephemeris(_written(2.0).encode()).segments
    segment = replace(
        whole,
        seconds=seconds,
        positions_m=positions_m,
        velocities_m_s=velocities_m_s,
        usable_stop=after(whole.epoch, 7200.0),
    )
    at = round(second, 6)
    for interpolation, degree, position_limit_m in (
        ("", 0, 0.01),
        ("HERMITE", 7, 0.1),
        ("LAGRANGE", 8, 2.0),
    ):
        chosen = replace(segment, interpolation=interpolation, degree=degree)
        moment = after(whole.epoch, at)
        position_m, velocity_m_s = ephemeris_state_gcrf(Ephemeris((chosen,)), moment)
        right_m, right_m_s = _circle(6.79e6, np.array([at]))
        assert np.linalg.norm(position_m - right_m[0]) < position_limit_m
        assert np.linalg.norm(velocity_m_s - right_m_s[0]) < position_limit_m / 50.0


def test_a_time_outside_is_refused_with_the_span() -> None:
    ephemeris = _ephemeris(_written(1.0).encode())
    with pytest.raises(InputError, match="outside the ephemeris") as caught:
        ephemeris_state_gcrf(ephemeris, after(STATION.epoch, 7200.0))
    assert format_utc(STATION.epoch) in str(caught.value)


def test_usable_times_narrow_the_span() -> None:
    start = (STATION.epoch + timedelta(minutes=20)).replace(tzinfo=None).isoformat()
    text = _written(2.0).replace(
        "INTERPOLATION =", f"USEABLE_START_TIME = {start}\nINTERPOLATION ="
    )
    ephemeris = _ephemeris(text.encode())
    with pytest.raises(InputError, match="outside"):
        ephemeris_state_gcrf(ephemeris, STATION.epoch)
    assert ephemeris.segments[0].covers(STATION.epoch + timedelta(minutes=20))


def test_an_ephemeris_serves_as_the_station() -> None:
    orbit = station_from_oem(_ephemeris(_written(26.0).encode()))
    assert orbit.residual_rms_m < 1.0  # the table is SGP4's own: what is left is interpolation
    assert orbit.elements.norad_id == 25544
    assert orbit.elements.mean_motion_rev_day == pytest.approx(15.49707363, abs=1e-6)
    assert orbit.elements.bstar_per_earth_radius == pytest.approx(0.13203e-3, rel=0.02)
    later = after(STATION.epoch, 3.0 * 86_400.0)
    miss_m = np.linalg.norm(state_gcrf(orbit.elements, later)[0] - state_gcrf(STATION, later)[0])
    assert miss_m < 100.0


def test_the_fit_stops_at_an_announced_maneuver() -> None:
    reboost = "GMT043 Reboost 043:01:00:00.000 0.6 428.1 408.4"
    ephemeris = _ephemeris(_written(26.0, comments=[reboost]).encode())
    assert format_utc(station_from_oem(ephemeris).fitted_to) == "2022-02-12T01:00:00.000Z"


def test_years_without_satellites_are_refused() -> None:
    with pytest.raises(InputError, match="1957 to 2100"):
        _ephemeris(_kvn(rows=tuple(row.replace("2022", "9999") for row in ROWS)))


def test_a_fit_needs_two_hours() -> None:
    with pytest.raises(InputError, match="no two hours"):
        station_from_oem(_ephemeris(_written(1.0).encode()))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (_kvn(META | {"REF_FRAME": "MCI"}), "REF_FRAME is 'MCI'"),
        (_kvn(META | {"CENTER_NAME": "MOON"}), "CENTER_NAME is 'MOON'"),
        (_kvn(META | {"TIME_SYSTEM": "TDB"}), "time system 'TDB'"),
        (_kvn({k: v for k, v in META.items() if k != "REF_FRAME"}), "lacks REF_FRAME"),
        (_kvn(rows=ROWS[::-1]), "not later than the one before"),
        (_kvn(rows=(ROWS[0][:60],)), "a state has"),
        (_kvn(rows=(ROWS[0].replace("-4945", "x4945"),)), "X is 'x4945"),
        (_kvn(rows=(ROWS[0].replace("-4945", "-494500000000"),)), "farther or faster"),
        (_kvn(rows=()), "holds no state"),
        (_kvn().replace(b"META_STOP", b""), "is not KEYWORD = value"),
        (_xml(rows=()), "holds no state"),
        (_xml().replace(b"<Z ", b"<W ").replace(b"</Z>", b"</W>"), "Z is '', not a number"),
        (b"<ndm><oem/></ndm>", "no segment of states"),
        (b"CCSDS_OEM_VERS = 2.0\n", "no segment of states"),
    ],
)
def test_each_break_gives_one_line_that_names_the_place(data: bytes, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_any(data, "bad.oem")
    assert says in str(caught.value)
    assert str(caught.value).startswith("bad.oem")
    assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("ignore::erfa.ErfaWarning")  # a mutated year may lie in the future
@settings(max_examples=200)
@given(
    form=st.sampled_from([_kvn, _xml]),
    cut=st.floats(0.0, 1.0),
    junk=st.binary(max_size=6),
    skip=st.integers(0, 40),
)
def test_prop_no_mutation_ends_in_a_traceback(form, cut, junk, skip) -> None:
    whole = form()
    at = int(cut * len(whole))
    try:
        message = read_any(whole[:at] + junk + whole[at + skip :], "mutated").file_format
    except InputError as why:
        message = str(why)
    assert message
    assert "\n" not in message
