"""How a guided approach is spread, by linear covariance of the same scenario that a campaign flies.

Model   One run without errors is flown; around it, second by second, what is true and what the navigator
        gets wrong are carried together. The navigator's step, the measurement it takes in and the push
        that guidance asks for are differences of the compiled code (`loop_gradients`), with the filter's
        own gains and the sensors' own noise: nothing assumes that the filter is right about itself. The
        station swings between the ends of its dead band from a random place: to second order that is a
        sum of oscillators of random phase, exactly. Pushes are given at the start of a second and by the
        run's gain.
Valid   Scenarios of `linear_scenario`. Left out: each thruster's own gain and direction, the air's
        density, what attitude does to the direction of a push.
Source  Geller 2006, J. Guidance, Control, and Dynamics 29, 1404 (DOI 10.2514/1.19447); the triangular
        wave's harmonics: Bracewell 2000, The Fourier Transform and Its Applications.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portcall.docking import columns as c
from portcall.docking.approach.guidance_kernel import M_RANGE_M
from portcall.docking.covariance.loop_gradients import PLACES, SIZE, answer, hear, silenced
from portcall.docking.navigation import filter_columns as f
from portcall.docking.navigation import sensor_columns as n
from portcall.docking.noise import seed_noise
from portcall.docking.plug.session import Draw, opened
from portcall.docking.plug.session_kernel import ACT_NOTHING, GOES_ON, act, think
from portcall.docking.run import run_arrays as a
from portcall.docking.run.fly import NO_FAULTS
from portcall.docking.run.run_steps import FOLLOW_M
from portcall.docking.run.sample import Ranges, nominal_sample
from portcall.docking.run.scenario import DockingScenario
from portcall.orbit.clohessy_wiltshire import transition

Array = NDArray[np.float64]

HARMONICS: Final = 5  # of the station's swing: 99.99 % of its square, 96 % of its rate's
REFRESH_S: Final = 5.0  # the answer of guidance is taken anew so often
_NO_ACTION: Final = np.zeros(1)

# what is carried: ship, navigator's errors, station's swing, and what stays the same for a run
_SHIP: Final = slice(0, 6)
_ERROR: Final = slice(6, 6 + SIZE)
_OSCILLATORS: Final = 3 * 2 * HARMONICS
_SWING: Final = slice(_ERROR.stop, _ERROR.stop + _OSCILLATORS)
_OFFSET: Final = slice(_SWING.stop, _SWING.stop + 3)
_ACCELERATION: Final = slice(_OFFSET.stop, _OFFSET.stop + 3)
_PLACES: Final = slice(_ACCELERATION.stop, _ACCELERATION.stop + PLACES)
_GAIN: Final = _PLACES.stop
_ALL: Final = _GAIN + 1


@dataclass(frozen=True)
class GuidedSpread:
    """Spread along an approach from its hold on, a row a second.

    Attributes
    ----------
    times_s, ranges_m : Array
        Of the run around which it was worked out, (k,); ranges of the ship from the port.
    true, error : Array
        Covariance of the true position [m] and velocity [m/s] about the nominal ones, and of the
        navigator's, believed less true, in the nominal port's axes: (k, 6, 6).
    leg_starts : tuple of int
        Row at which each leg begins.
    """

    times_s: Array
    ranges_m: Array = field(repr=False)
    true: Array = field(repr=False)
    error: Array = field(repr=False)
    leg_starts: tuple[int, ...] = ()

    def row_at(self, range_m: float) -> int:
        """Return the last row at which the ship is at least so far out."""
        return int(np.flatnonzero(self.ranges_m >= range_m)[-1])

    def sigmas(self, row: int) -> Array:
        """Return twelve sigmas: true position and velocity, then the navigator's errors of both."""
        both = np.concatenate([np.diag(self.true[row]), np.diag(self.error[row])])
        return np.asarray(np.sqrt(both))


@dataclass(frozen=True)
class _Swing:
    """The station about its middle: one second of its oscillators, and what they turn it by."""

    step: Array  # of the oscillators
    start: Array  # their covariance
    tilt: Array  # (28, n) into the errors' slots of tilt and rate


def _swing(band_rad: float, rate_rad_s: float, dt_s: float) -> _Swing:
    """Return oscillators with the second moments of a swing at constant rate between two ends."""
    step, tilt = np.eye(_OSCILLATORS), np.zeros((SIZE, _OSCILLATORS))
    base = 0.5 * np.pi * rate_rad_s / band_rad if band_rad > 0.0 else 0.0
    for axis in range(3):
        for k in range(HARMONICS):
            at, order = 2 * (HARMONICS * axis + k), 2 * k + 1
            turn, reach = order * base, 8.0 * band_rad / (np.pi * order) ** 2
            cosine, sine = np.cos(turn * dt_s), np.sin(turn * dt_s)
            step[at : at + 2, at : at + 2] = [[cosine, -sine], [sine, cosine]]
            tilt[c.D_TILT + axis, at] = reach
            tilt[f.D_TILT_RATE + axis, at + 1] = -reach * turn
    return _Swing(step, 0.5 * np.eye(_OSCILLATORS), tilt)


def _start(ranges: Ranges, sensor: Array, knows: Array, swing: _Swing) -> Array:
    """Return the covariance at the start, (all, all)."""
    known = knows[f.Q_START :]
    own = np.zeros((_ALL, _ALL))
    position, velocity = float(ranges.position_m[0]), float(ranges.velocity_m_s[0])
    np.fill_diagonal(own[_SHIP, _SHIP], [position**2] * 3 + [velocity**2] * 3)
    own[_SWING, _SWING] = swing.start
    offset = np.radians(float(ranges.attitude_offset_deg[0]))
    own[_OFFSET, _OFFSET] = offset**2 * np.eye(3)
    own[_ACCELERATION, _ACCELERATION] = sensor[n.N_ACCELERATION_BIAS] ** 2 * np.eye(3)
    antenna, center = float(ranges.port_antenna_m[0]), float(ranges.center_of_mass_m[0])
    np.fill_diagonal(own[_PLACES, _PLACES], [antenna**2] * 3 + [center**2] * 3)
    own[_GAIN, _GAIN] = float(ranges.common_gain_fraction[0]) ** 2 + float(
        ranges.mass_fraction[0] ** 2
    )
    errors = np.zeros(SIZE)
    errors[:9] = known[:9]
    errors[c.D_GYRO_BIAS : c.D_GYRO_BIAS + 3] = sensor[n.N_GYRO_BIAS]
    errors[f.D_RANGE_BIAS], errors[f.D_RATE_BIAS] = sensor[n.N_RANGE_BIAS], sensor[n.N_RATE_BIAS]
    errors[f.D_ANGLE_BIAS : f.D_ANGLE_BIAS + 2] = sensor[n.N_ANGLE_BIAS]
    satellites = bool(np.isfinite(sensor[n.N_SATELLITE_NEAREST]))
    other = sensor[n.N_SATELLITE_BIAS] if satellites else sensor[n.N_PORT_BIAS]
    errors[f.D_OTHER_BIAS : f.D_OTHER_BIAS + (3 if satellites else 2)] = other
    errors[f.D_ATTITUDE_BIAS : f.D_ATTITUDE_BIAS + 3] = sensor[n.N_ATTITUDE_BIAS]
    own[_ERROR, _ERROR] = np.diag(errors**2)
    # a navigator that believes in no tilt is wrong by all of it
    knows_none = np.eye(_ALL)
    knows_none[_ERROR, _SWING] -= swing.tilt
    knows_none[_ERROR, _OFFSET] -= _middle()
    return np.asarray(knows_none @ own @ knows_none.T)


def _middle() -> Array:
    out = np.zeros((SIZE, 3))
    out[c.D_TILT : c.D_TILT + 3] = np.eye(3)
    return out


def _pushed(response: Array, given_m_s: Array, swing: _Swing, dt_s: float) -> Array:
    """Return what the push of a second does, (all, all): it answers belief, which is truth and error."""
    asked = np.zeros((3, _ALL))
    asked[:, _SHIP] = response[:, :6]
    asked[:, _ERROR] = response
    asked[:, _SWING] = response @ swing.tilt
    asked[:, _OFFSET] = response @ _middle()
    asked[:, _GAIN] = given_m_s
    out = np.eye(_ALL)
    out[3:6] += asked
    # the ship has its push at once, the navigator takes it as spread over the second
    out[_ERROR.start : _ERROR.start + 3] -= 0.5 * dt_s * asked
    return out


def _coasted(step: Array, push: Array, ship: Array, swing: _Swing, dt_s: float) -> Array:
    """Return what a second does, (all, all)."""
    out = np.eye(_ALL)
    out[_SHIP, _SHIP] = ship
    out[_ERROR, _ERROR] = step
    out[_SWING, _SWING] = swing.step
    # the navigator steps the tilt it believes in; the station does as it does
    out[_ERROR, _SWING] = step @ swing.tilt - swing.tilt @ swing.step
    out[_ERROR, _OFFSET] = step @ _middle() - _middle()
    out[_ERROR, _ACCELERATION] = dt_s * push
    return out


def guided_spread(scenario: DockingScenario) -> GuidedSpread:
    """Return the spread of a scenario's runs, without flying them.

    Parameters
    ----------
    scenario : DockingScenario
        Of `linear_scenario`.
    """
    setting, sensor = scenario.setting, scenario.sensor_ranges[0]
    dt = float(setting.flight[a.V_NAVIGATION_S])
    samples, _, biases = nominal_sample(scenario.ranges, scenario.sensor_ranges)
    ranges = scenario.ranges
    draw = Draw(samples[0], silenced(sensor), biases[0], seed_noise(0, 0), NO_FAULTS)
    work = opened(_knowing(setting), draw)
    work.covariance[:] = np.diag(setting.filter[f.Q_START :] ** 2)
    swing = _swing(
        float(np.radians(ranges.dead_band_deg[0])), float(np.radians(ranges.tilt_rate_deg_s[0])), dt
    )
    ship = transition(float(setting.flight[a.V_RATE]), dt)
    joint = _start(ranges, sensor, setting.filter, swing)
    gyro, push = sensor[n.N_GYRO_NOISE] / np.sqrt(dt), sensor[n.N_DELTA_V_NOISE] * np.sqrt(dt)
    before, believed = work.estimate.copy(), work.covariance.copy()
    think(setting, work)
    rows: list[tuple[float, float, Array]] = []
    response, taken_s, place = np.zeros((3, SIZE)), -np.inf, (-1, False)
    starts: list[int] = []
    outcome = GOES_ON
    while outcome == GOES_ON:
        heard = hear(setting, work, sensor, before, believed)
        if rows:
            given = _lvlh(work.estimate, work.measured[c.M_DELTA_V : c.M_DELTA_V + 3])
            second = _coasted(heard.step, heard.push, ship, swing, dt) @ _pushed(
                response, given, swing, dt
            )
            joint = second @ joint @ second.T
            joint[_ERROR, _ERROR] += gyro**2 * heard.gyro @ heard.gyro.T
            joint[_ERROR, _ERROR] += push**2 * heard.push @ heard.push.T
        takes = np.eye(_ALL)
        takes[_ERROR, _ERROR], takes[_ERROR, _PLACES] = heard.keeps, heard.places
        joint = takes @ joint @ takes.T
        joint[_ERROR, _ERROR] += heard.noise @ heard.noise.T
        time_s, range_m = float(work.measured[c.M_TIME]), float(work.mode[M_RANGE_M])
        now = int(work.mode[c.LEG]), range_m < FOLLOW_M
        if now[0] != place[0]:
            starts.append(len(rows))
        rows.append((time_s, range_m, joint[: _ERROR.start + 6, : _ERROR.start + 6].copy()))
        if now != place or time_s - taken_s >= REFRESH_S:
            response, taken_s, place = answer(setting, work), time_s, now
        before, believed = work.estimate.copy(), work.covariance.copy()
        outcome = act(setting, work, draw.sample, ACT_NOTHING, _NO_ACTION)
    return _spread(scenario, rows, tuple(starts))


def _knowing(setting: a.Setting) -> a.Setting:
    """Return a setting whose navigator begins with the truth."""
    knows = setting.filter.copy()
    knows[f.Q_START : f.Q_START + 9] = 0.0
    return setting._replace(filter=knows)


def _lvlh(estimate: Array, body: Array) -> Array:
    """Return components in LVLH of a vector in the axes of the believed body."""
    vector, scalar = estimate[c.E_ATTITUDE : c.E_ATTITUDE + 3], estimate[c.E_ATTITUDE + 3]
    twice = 2.0 * np.cross(vector, body)
    return np.asarray(body + scalar * twice + np.cross(vector, twice))


def _spread(
    scenario: DockingScenario, rows: list[tuple[float, float, Array]], starts: tuple[int, ...]
) -> GuidedSpread:
    axes = scenario.setting.port[c.P_AXES : c.P_AXES + 9].reshape(3, 3)
    both = np.kron(np.eye(2), axes)
    joints = np.array([joint for _, _, joint in rows])
    at = _ERROR.start
    return GuidedSpread(
        times_s=np.array([time for time, _, _ in rows]),
        ranges_m=np.array([range_m for _, range_m, _ in rows]),
        true=both @ joints[:, :6, :6] @ both.T,
        error=both @ joints[:, at : at + 6, at : at + 6] @ both.T,
        leg_starts=starts,
    )
