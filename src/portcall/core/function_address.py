"""Compiled functions passed by address: what a call from Python costs, without the search for it.

Model   numba can pass a compiled function as a typed pointer, but looks it up anew at every call from
        Python (some 100 us each, as much as a short burn). The address is found once and kept; compiled
        code makes the typed pointer from the number.
Valid   Functions compiled with `signatures.RHS_SIGNATURE`, in this process.
Source  numba, first-class functions (`numba.experimental.function_type`).
"""

from typing import Any

from numba import types
from numba.core import cgutils
from numba.experimental.function_type import _get_jit_address
from numba.extending import intrinsic

from portcall.core.signatures import RHS, RHS_SIGNATURE

_known: dict[Any, int] = {}


def address_of(function: Any) -> int:
    """Return the address of a function compiled with `RHS_SIGNATURE`."""
    if function not in _known:
        _known[function] = int(_get_jit_address(function, RHS_SIGNATURE))
    return _known[function]


@intrinsic
def function_at(_typing: Any, _address: Any) -> Any:
    """Return the function that lies at an address, inside compiled code."""

    def make(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        pointer = builder.inttoptr(arguments[0], cgutils.voidptr_t)
        function = cgutils.create_struct_proxy(RHS)(context, builder)
        function.c_addr = pointer
        function.py_addr = cgutils.get_null_value(cgutils.voidptr_t)
        function.jit_addr = pointer
        return function._getvalue()  # noqa: SLF001  (numba's own idiom for a finished struct)

    return RHS(types.uintp), make
