"""What makes a first compilation take half the time: numba does again what it has just done.

Model   While one of our functions compiles, (1) what an operator gives for argument types, once found, is
        remembered: numba tries every template of `*` at every product, a third of its time; (2) inner
        functions get no entry from Python, which only the outermost one needs; they are forgotten by their
        dispatchers afterwards, so that a call from Python compiles them as ever; (3) the collector of
        cyclic garbage waits. What is compiled does not depend on what was compiled before: numba would give
        an inner function, made with the options that its first caller hands down, to all later callers.
Valid   numba 0.60 to 0.68: where its parts are named otherwise, nothing is done and all is slower.
Source  Measured here with a sampling profile of numba.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from numba import config
from numba.core import dispatcher as numba_dispatcher
from numba.core import errors, targetconfig, types
from numba.core.caching import NullCache
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
from numba.core.compiler_lock import global_compiler_lock

_FunctionCompiler: Any = getattr(numba_dispatcher, "_FunctionCompiler", None)
Dispatcher: Any = numba_dispatcher.Dispatcher
_PLAIN = tuple(
    getattr(types, name)
    for name in ("Float", "Integer", "Boolean", "Array", "UniTuple", "IntegerLiteral")
)

_HANDED_DOWN = ("nrt", "fastmath", "error_model", "forceinline")

_known: dict[Any, Any] = {}
_held: dict[tuple[Any, Any, Any], Any] = {}
_only_inside: list[bool] = []  # of each function that is being compiled, outermost first
_asked_by: list[Any] = []  # the rules that each of them was asked for by
_inner: dict[tuple[Any, Any], Any] = {}
_aside: dict[tuple[Any, Any], Any] = {}
_settled: set[tuple[Any, Any]] = set()

_find: Any = types.Function.get_call_type
_compile: Any = Dispatcher.compile
_add: Any = Dispatcher.add_overload
_customize: Any = getattr(_FunctionCompiler, "_customize_flags", None)
_finish: Any = getattr(JITCodeLibrary, "_finalize_final_module", None)
_point: Any = getattr(JITCodeLibrary, "get_pointer_to_function", None)
_set_environment: Any = getattr(JITCPUCodegen, "set_env", None)


class _PlainText:
    """A scheme of colors without any: numba colors a thousand messages that nobody reads."""

    def errmsg(self, message: str) -> str:
        """Return a message as it is."""
        return message

    code = filename = indicate = highlight = reset = errmsg


def _flags_key() -> Any:
    """Return what distinguishes the options of the function that is being compiled."""
    flags = targetconfig.ConfigStack.top_or_none()
    if flags is None:
        return None
    return tuple(
        (name, value if value.__class__ in (bool, str) else repr(value))
        for name, value in flags._values.items()  # noqa: SLF001
    )


def _rules() -> Any:
    """Return what an inner function is compiled by: numba's settings, and what its caller hands down."""
    flags = targetconfig.ConfigStack.top_or_none()
    handed_down = () if flags is None else tuple(repr(getattr(flags, one)) for one in _HANDED_DOWN)
    return config.SLP_VECTORIZE, config.LOOP_VECTORIZE, handed_down


def _remembered(self: Any, context: Any, args: Any, kws: Any) -> Any:
    """Return the signature of a builtin function, from memory where it is there."""
    if kws or not all(isinstance(one, _PLAIN) for one in args):
        return _find(self, context, args, kws)
    key = (id(self), tuple(args), _flags_key())
    found = _known.get(key)
    if found is None:
        signature = _find(self, context, args, kws)
        if signature is None:
            return None
        # self is kept too, so that its id stays its own
        found = _known[key] = (self, signature, self._impl_keys[signature.args])
    _, signature, implementation = found
    self._impl_keys[signature.args] = implementation
    return signature


def _without_entry(self: Any, flags: Any) -> Any:
    """Leave out the entries from Python and from C of a function that is only inlined."""
    flags = _customize(self, flags)
    if _only_inside[-1:] == [True]:
        flags.no_cpython_wrapper = flags.no_cfunc_wrapper = True
    return flags


def _added(self: Any, compiled: Any) -> None:
    """Note an overload; one without an entry is kept from being called from Python."""
    if _only_inside[-1:] == [True] and not self.targetoptions.get("no_cpython_wrapper"):
        arguments = tuple(compiled.signature.args)
        self.overloads[arguments] = compiled
        _inner[self, arguments] = _asked_by[-1]
    else:
        _add(self, compiled)


def _compiled(self: Any, signature: Any) -> Any:
    """Compile, or take up again what was compiled as an inner function by the same rules."""
    inside = bool(_only_inside) and isinstance(self._cache, NullCache)
    rules = _rules()
    if inside and isinstance(signature, tuple) and (self, signature) not in _settled:
        _settled.add((self, signature))
        called = self.overloads.pop(signature, None)  # compiled by itself, by rules of its own
        if called is not None:
            _aside[self, signature] = called
        held = _held.get((self, signature, rules))
        if held is not None:
            self.overloads[signature] = held
            _inner[self, signature] = rules
    # what goes to the disk is to be whole
    _only_inside.append(inside)
    _asked_by.append(rules)
    try:
        return _compile(self, signature)
    finally:
        _only_inside.pop()
        _asked_by.pop()


def _finished_when_asked(self: Any) -> None:
    """Make a library ready to be linked; it becomes machine code when its address is asked for."""
    if getattr(self, "_compiled_object", None):  # it comes from the disk
        _finish(self)
        return

    def pointer(name: str) -> Any:
        if all(one.name != name for one in self.get_defined_functions()):
            return 0
        del self.get_pointer_to_function
        _finish(self)
        return _point(self, name)

    self._finalize_dynamic_globals()
    self._finalized = True
    self.get_pointer_to_function = pointer


def _pointed(self: Any, name: str) -> Any:
    """Return the address of a function, zero where it became no machine code."""
    self._ensure_finalized()
    return vars(self).get("get_pointer_to_function", lambda one: _point(self, one))(name)


def _environment_set(self: Any, name: str, environment: Any) -> None:
    """Set the environment of a function that became machine code; the others have none to set."""
    if self._engine.get_global_value_address(name):
        _set_environment(self, name, environment)


_INSIDE: Final = (
    (errors, "_termcolor_inst", _PlainText()),
    (types.Function, "get_call_type", _remembered),
    (Dispatcher, "compile", _compiled),
    (Dispatcher, "add_overload", _added),
    (_FunctionCompiler, "_customize_flags", _without_entry),
    (JITCodeLibrary, "_finalize_final_module", _finished_when_asked),
    (JITCodeLibrary, "get_pointer_to_function", _pointed),
    (JITCPUCodegen, "set_env", _environment_set),
)


@contextmanager
def quick() -> Iterator[None]:
    """Compile quicker inside."""
    if not all(hasattr(where, name) for where, name, _ in _INSIDE):
        yield
        return
    with global_compiler_lock:
        before = [getattr(where, name) for where, name, _ in _INSIDE]
        collects = gc.isenabled()
        gc.disable()
        for where, name, ours in _INSIDE:
            setattr(where, name, ours)
        try:
            yield
        finally:
            for (where, name, _), was in zip(_INSIDE, before, strict=True):
                setattr(where, name, was)
            for (dispatcher, arguments), rules in _inner.items():
                compiled = dispatcher.overloads.pop(arguments, None)
                if compiled is not None:
                    _held[dispatcher, arguments, rules] = compiled
            for (dispatcher, arguments), called in _aside.items():
                dispatcher.overloads[arguments] = called
            _inner.clear()
            _aside.clear()
            _settled.clear()
            if collects:
                gc.enable()
