"""Fly one docking with a controller of your own: a spring and a damper, valves by least squares."""

import numpy as np
from scipy.optimize import nnls
from scipy.spatial.transform import Rotation

from portcall.catalogue.brief import brief
from portcall.catalogue.load import load_catalogue
from portcall.docking.columns import T_MAIN
from portcall.docking.control.thrusters import effects
from portcall.docking.plug.plugged import PlugIns
from portcall.docking.plug.session import draw_run, fly_plugged
from portcall.docking.run.run_arrays import V_CENTER, V_INERTIA
from portcall.visit.docking import DockWishes, docking_of
from portcall.visit.docking_start import arrival_of

records = load_catalogue()
flight = brief(records.flight("progress-ms-31"))
scenario = docking_of(records, flight, arrival_of(records, flight)[0], DockWishes()).scenario
ship = scenario.setting
center, inertia = ship.flight[V_CENTER:][:3], ship.flight[V_INERTIA:][:3]
effect = effects(ship.thrusters, center) * (1.0 - ship.thrusters[:, T_MAIN])


class SpringAndDamper:
    before_s = -1.0

    def step(self, believed, asked, time_s):
        period_s, self.before_s = min(time_s - self.before_s, 1.0), time_s
        now, wanted = Rotation.from_quat([believed.attitude, asked.attitude])
        turn = asked.rate_rad_s - believed.rate_rad_s + (now.inv() * wanted).as_rotvec() / 15.0
        turn[np.abs(turn) < asked.angle_deadband_rad / 15.0] = 0.0
        off = asked.velocity_m_s - believed.velocity_m_s + asked.acceleration_m_s2
        push = np.clip(off, -0.03, 0.03) * (np.linalg.norm(off) > asked.speed_deadband_m_s)
        push *= believed.mass_kg * period_s  # at most 0.03 m/s2, so that turns find thrusters free
        return nnls(effect, [*now.inv().apply(push), *(inertia * turn)])[0]


print(fly_plugged(ship, draw_run(scenario, 1, 0), PlugIns(None, None, SpringAndDamper())).outcome)
