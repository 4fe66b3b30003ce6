"""Gravity against an independent sum and another code's field."""

import numpy as np
import pytest
from scipy.special import sph_legendre_p

from portcall.core.constants import GM_EARTH_M3_S2, J2_EARTH
from portcall.core.errors import InputError
from portcall.environment.gravity import RADIUS_M, acceleration, coefficients, packed_field

PLACES = [
    np.array([4.1e6, -3.2e6, 4.3e6]),
    np.array([-6.7e6, 1.0e5, 2.0e4]),
    np.array([1.0, 2.0, 6.9e6]),  # over the pole, where many forms are singular
    np.array([1.0e6, 2.0e6, -7.5e6]),
]


def field_at(place, degree, order):
    return np.array(acceleration(*place, np.array(packed_field(degree, order)), 0, degree, order))


def potential(place, degree, order):
    """Sum the series as the textbook writes it, with Legendre functions from another library."""
    r = np.linalg.norm(place)
    colatitude = np.arccos(place[2] / r)
    longitude = np.arctan2(place[1], place[0])
    c, s = coefficients()
    total = 0.0
    for n in range(degree + 1):
        for m in range(min(n, order) + 1):
            # the library's norm and phase, turned into geodesy's
            legendre = sph_legendre_p(n, m, colatitude).item() * (-1) ** m
            legendre *= np.sqrt(4.0 * np.pi * (1.0 if m == 0 else 2.0))
            wave = c[n, m] * np.cos(m * longitude) + s[n, m] * np.sin(m * longitude)
            total += (RADIUS_M / r) ** n * legendre * wave
    return GM_EARTH_M3_S2 / r * total


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("degree", "order"), [(0, 0), (2, 0), (2, 2), (4, 1), (8, 8), (20, 20)])
def test_acceleration_is_the_gradient_of_the_textbook_series(place, degree, order):
    step_m = 1000.0
    # five-point differences: truncation (step / r)^4, rounding 1e-16 * 6e7 / step
    gradient = [
        (
            8.0 * (potential(place + side, degree, order) - potential(place - side, degree, order))
            - potential(place + 2 * side, degree, order)
            + potential(place - 2 * side, degree, order)
        )
        / (12.0 * step_m)
        for side in np.eye(3) * step_m
    ]
    np.testing.assert_allclose(field_at(place, degree, order), gradient, rtol=0, atol=5e-10)


def test_val_degree_two_is_the_closed_form_of_j2():
    place = PLACES[0]
    r = np.linalg.norm(place)
    c20 = coefficients()[0][2, 0]
    share = 1.5 * -np.sqrt(5.0) * c20 * (RADIUS_M / r) ** 2
    sine2 = (place[2] / r) ** 2
    closed = (
        -GM_EARTH_M3_S2 / r**3 * place * (1.0 + share * (np.array([1.0, 1.0, 3.0]) - 5.0 * sine2))
    )
    np.testing.assert_allclose(field_at(place, 2, 0), closed, rtol=1e-14)


def test_j2_of_the_constants_is_that_of_the_field_but_for_the_permanent_tide():
    # zero-tide and tide-free C20 differ by 4.2e-9 (IERS Conventions 2010, section 6.2.2)
    tide = 4.2e-9 * np.sqrt(5.0)
    assert abs(J2_EARTH + np.sqrt(5.0) * coefficients()[0][2, 0]) < 1.1 * tide


@pytest.mark.peers("heyoka")
def test_val_heyoka_feels_the_same_field():
    hy = pytest.importorskip("heyoka")
    symbols = hy.make_vars("x", "y", "z")
    for degree, order in ((8, 8), (20, 20)):
        compiled = hy.cfunc(
            hy.model.egm2008_acc(list(symbols), n=degree, m=order), vars=symbols, compact_mode=True
        )
        for place in PLACES:
            np.testing.assert_allclose(
                field_at(place, degree, order), compiled(place), rtol=0, atol=1e-13
            )


@pytest.mark.parametrize(("degree", "order"), [(37, 0), (2, 3), (-1, 0)])
def test_a_truncation_that_is_not_there_is_refused(degree, order):
    with pytest.raises(InputError, match="order <= degree <= 36"):
        packed_field(degree, order)
