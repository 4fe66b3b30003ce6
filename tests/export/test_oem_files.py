"""The ephemerides: an independent reader accepts them and finds the flight path in them."""

from itertools import pairwise

import numpy as np
import pytest

from portcall.core.time import after, elapsed_s
from portcall.export.oem_files import path_oem
from portcall.orbit.formats import read_any
from portcall.orbit.oem import ephemeris_state_gcrf

INTERPOLATED_M = 1.0  # what the ephemerides promise between their states
WRITTEN_M, WRITTEN_M_S = 1e-6, 1e-9  # nine decimals of a kilometer, twelve of a kilometer a second


@pytest.fixture(params=["chaser", "station"])
def path(request, visit):
    return visit.paths[request.param]


@pytest.fixture
def message(path, visit):
    return path_oem(
        path,
        object_name="craft",
        object_id="1998-067A",
        creation=visit.record.elements.epoch_utc,
        comments=("one", "two"),
    )


def _instants(path):
    """Return instants between the states, near every joint and at both ends."""
    seconds = list(np.linspace(0.0, path.duration_s, 211))
    for arc in path.arcs[1:]:
        joint_s = elapsed_s(path.epoch, arc.epoch)
        seconds += [joint_s - 30.0, joint_s - 1.0, joint_s + 1.0, joint_s + 30.0]
    return [after(path.epoch, float(second)) for second in seconds]


@pytest.mark.peers("oem", "astropy")
def test_val_an_independent_reader_finds_the_path_to_a_meter(path, message, tmp_path):
    from astropy.time import Time
    from oem import OrbitEphemerisMessage

    file = tmp_path / "craft.oem"
    file.write_text(message)
    read = OrbitEphemerisMessage.open(file)
    assert len(read.segments) == len(path.arcs)
    assert read.header["ORIGINATOR"] == "PORTCALL"
    worst_m = 0.0
    for moment in _instants(path)[1:-1]:
        text = moment.replace(tzinfo=None).isoformat()
        state = read(Time(text, scale="utc", format="isot"))
        assert state.frame == "GCRF"
        miss_m = np.linalg.norm(state.position * 1e3 - path.state_utc(moment)[:3])
        worst_m = max(worst_m, float(miss_m))
    assert worst_m < INTERPOLATED_M


def test_our_own_reader_finds_the_path_to_a_meter(path, message):
    ephemeris = read_any(message.encode(), "craft.oem").ephemeris
    for moment in _instants(path):
        position_m, _ = ephemeris_state_gcrf(ephemeris, moment)
        assert np.linalg.norm(position_m - path.state_utc(moment)[:3]) < INTERPOLATED_M


def test_segments_meet_at_the_joints_and_hold_the_states_of_their_own_side(path, message):
    segments = read_any(message.encode(), "craft.oem").ephemeris.segments
    assert [s.object_id for s in segments] == ["1998-067A"] * len(path.arcs)
    for before, behind in pairwise(segments):
        assert before.usable_stop == behind.usable_start
    for segment, arc in zip(segments, path.arcs, strict=True):
        assert segment.comments == ("one", "two")
        last_s = elapsed_s(arc.epoch, segment.usable_stop)
        expected = arc.state_at(min(last_s, arc.end_s))
        assert segment.positions_m[-1] == pytest.approx(expected[:3], abs=WRITTEN_M)
        assert segment.velocities_m_s[-1] == pytest.approx(expected[3:6], abs=WRITTEN_M_S)


def test_a_reboost_is_a_boundary_with_its_jump(visit):
    message = path_oem(visit.station, object_name="iss", creation=visit.record.elements.epoch_utc)
    first, second = read_any(message.encode(), "station.oem").ephemeris.segments
    jump = second.velocities_m_s[0] - first.velocities_m_s[-1]
    assert np.linalg.norm(jump) == pytest.approx(0.5, abs=1e-6)


def test_the_header_stands_once_and_the_creation_date_is_the_given_one(message):
    assert message.count("CCSDS_OEM_VERS") == 1
    assert message.startswith("CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2025-07-03T12:00:00.005000\n")
