"""Signatures of compiled functions, so that one cached integrator serves every right-hand side.

A right-hand side is `rhs(t, y, params, out)`: time [s], state (d,), parameters, and the slope to fill.
An event function is `event(t, y, params, out)` too: it fills one value per event.
"""

from numba import types

ARRAY = types.Array(types.float64, 1, "C")
INTEGERS = types.Array(types.int64, 1, "C")
MATRIX = types.Array(types.float64, 2, "C")

RHS_SIGNATURE = types.void(types.float64, ARRAY, ARRAY, ARRAY)

RHS = types.FunctionType(RHS_SIGNATURE)
