"""Tumbling averages against a sum over panels and attitudes, and against Klett's cylinder."""

import numpy as np
import pytest

from portcall.disposal.heating import CONTINUUM_SHARE, FREE_SHARE
from portcall.disposal.tumbling import (
    CONTINUUM_DRAG_COEFFICIENT,
    FREE_DRAG_COEFFICIENT,
    STAGNATION_PRESSURE_COEFFICIENT,
    WALL_SPEED_RATIO,
    drag_of,
    free_share,
    surface_m2,
)

SUM_REL = 1e-3  # of a grid of attitudes
KLETT_REL = 0.06  # random tumble against his fits, 0.2 < D/L < 2


def cylinder_panels(length_m, diameter_m):
    angle = np.arange(720) * 2.0 * np.pi / 720
    side = np.stack((np.cos(angle), np.sin(angle), 0.0 * angle), axis=1)
    areas = np.full(720, np.pi * diameter_m * length_m / 720)
    ends = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]])
    cap = 0.25 * np.pi * diameter_m**2
    return np.concatenate((side, ends)), np.concatenate((areas, [cap, cap]))


def box_panels(a, b, c):
    normals = np.concatenate((np.eye(3), -np.eye(3)))
    return normals, np.array([b * c, a * c, a * b] * 2)


def averages(normals, areas):
    """Return mean projected area, Newtonian and free-molecular drag area over all attitudes."""
    u = (np.arange(2000) + 0.5) / 2000
    turn = 2.0 * np.pi * np.arange(2000) * 0.6180339887498949
    flow = np.stack(
        (
            np.sqrt(1 - (2 * u - 1) ** 2) * np.cos(turn),
            np.sqrt(1 - (2 * u - 1) ** 2) * np.sin(turn),
            2 * u - 1,
        ),
        axis=1,
    )
    cosine = np.maximum(flow @ normals.T, 0.0)
    shadow = np.mean(cosine @ areas)
    newton = STAGNATION_PRESSURE_COEFFICIENT * np.mean(cosine**3 @ areas)
    free = np.mean((2.0 * cosine + np.sqrt(np.pi) / WALL_SPEED_RATIO * cosine**2) @ areas)
    return shadow, newton, free


@pytest.mark.parametrize(
    ("panels", "surface"),
    [
        (cylinder_panels(2.0, 1.0), surface_m2("cylinder", 2.0, 1.0, 1.0)),
        (cylinder_panels(0.1, 1.0), surface_m2("cylinder", 0.1, 1.0, 1.0)),
        (box_panels(1.0, 0.5, 0.2), surface_m2("box", 1.0, 0.5, 0.2)),
        (box_panels(1.0, 0.8, 0.002), surface_m2("plate", 1.0, 0.8, 0.002)),
    ],
)
def test_every_convex_shape_tumbles_like_a_sphere(panels, surface):
    shadow, newton, free = averages(*panels)
    assert shadow == pytest.approx(0.25 * surface, rel=SUM_REL)  # Cauchy
    assert newton / shadow == pytest.approx(CONTINUUM_DRAG_COEFFICIENT, rel=SUM_REL)
    assert free / shadow == pytest.approx(FREE_DRAG_COEFFICIENT, rel=SUM_REL)


@pytest.mark.parametrize("slimness", [0.2, 0.5, 1.0, 2.0])
def test_val_klett_cylinder(slimness):
    shadow = 0.25 * surface_m2("cylinder", 1.0, slimness, slimness) / slimness  # over L D
    assert shadow * CONTINUUM_DRAG_COEFFICIENT == pytest.approx(
        0.72 + 0.326 * slimness, rel=KLETT_REL
    )
    assert shadow * FREE_DRAG_COEFFICIENT == pytest.approx(1.57 + 0.785 * slimness, rel=KLETT_REL)


def test_sphere_limits():
    assert drag_of(1e-6, 20.0, 0.47) == pytest.approx(0.92)
    assert drag_of(100.0, 20.0, 0.47) == pytest.approx(2.0, abs=0.1)
    assert drag_of(1e-6, 0.1, 0.47) == 0.47


def test_the_bridge_is_continuous_and_rises():
    kn = np.logspace(-4, 2, 400)
    share = np.array([free_share.py_func(float(k)) for k in kn])
    assert share[0] == 0.0
    assert share[-1] == 1.0
    assert np.all(np.diff(share) >= 0.0)
    assert np.abs(np.diff(share)).max() < 0.02


def test_a_sphere_takes_the_shares_of_its_flux():
    mu = (np.arange(100_000) + 0.5) / 100_000  # cosine over the front half
    assert np.mean(0.1 + 0.9 * mu) / 2.0 == pytest.approx(CONTINUUM_SHARE, rel=SUM_REL)
    assert np.mean(mu) / 2.0 == pytest.approx(FREE_SHARE, rel=SUM_REL)
