"""Fly one docking with a controller of your own: a spring and a damper, valves by least squares."""

import numpy as np
from scipy.optimize import nnls
from scipy.spatial.transform import Rotation

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.docking import columns as c
from portcall.docking.plug_in import PlugIns
from portcall.docking.run_arrays import V_CENTER, V_INERTIA
from portcall.docking.session import draw_run, fly_plugged
from portcall.docking.thrusters import effects
from portcall.visit.docking import DockWishes, docking_of
from portcall.visit.docking_start import arrival_of

catalogue = load_catalogue()
flight = brief(catalogue.flight("progress-ms-31"))
scenario = docking_of(catalogue, flight, arrival_of(catalogue, flight)[0], DockWishes()).scenario
ship = scenario.setting
effect = effects(ship.thrusters, ship.flight[V_CENTER : V_CENTER + 3])  # N and N m a thruster
effect[:, ship.thrusters[:, c.T_MAIN] > 0] = 0.0


def controller(time_s, period_s, believed, asked):
    now = Rotation.from_quat(believed[c.E_ATTITUDE : c.E_ATTITUDE + 4])
    angle = (now.inv() * Rotation.from_quat(asked[c.S_ATTITUDE : c.S_ATTITUDE + 4])).as_rotvec()
    turn = asked[c.S_RATE : c.S_RATE + 3] - believed[c.E_RATE : c.E_RATE + 3] + angle / 15.0
    turn[np.abs(turn) < asked[c.S_ANGLE_DEADBAND] / 15.0] = 0.0
    push = asked[:3] - believed[c.E_VELOCITY : c.E_VELOCITY + 3] + asked[3:6]
    push *= np.linalg.norm(push) > asked[c.S_SPEED_DEADBAND]
    force = believed[c.E_MASS] * period_s * now.inv().apply(push)
    return nnls(effect, np.concatenate([force, ship.flight[V_INERTIA : V_INERTIA + 3] * turn]))[0]


end = fly_plugged(ship, draw_run(scenario, seed=1, run=0), PlugIns(controller=controller))
print(end.outcome, end.note)
