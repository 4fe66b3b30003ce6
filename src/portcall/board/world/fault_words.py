"""A fault as it is written for the command line, in words for the eye."""

import re

from portcall.docking.faults.fault_kinds import KIND_OF_NAME

_PARTS = re.compile(r"([a-z-]+)(?::([^=@+]+))?(?:=([^@+]+))?(?:@([^+]+))?(?:\+(.+))?")
_SPELLED = {"manual": "flown by hand (TORU)"}
_UNIT = re.compile(r"(?<=\d)(?=[a-z])")


def fault_words(fault: str) -> str:
    """Return a fault in words; as it is written where it cannot be read.

    Examples
    --------
    >>> fault_words("thruster-stuck-on:7@50m"), fault_words("range-biased=20m@900s+60s")
    ('thruster 7 stuck on, at 50 m', 'range biased by 20 m, after 900 s, for 60 s')
    """
    found = _PARTS.fullmatch(fault)
    kind = KIND_OF_NAME.get(found[1]) if found else None
    if found is None or kind is None:
        return fault
    name = _SPELLED.get(kind.name, kind.name.replace("-", " "))
    _, unit, size, when, lasts = (part and _UNIT.sub(" ", part) for part in found.groups())
    if unit:
        inside = kind.unit and name.startswith(kind.unit)
        name = name.replace(kind.unit, f"{kind.unit} {unit}", 1) if inside else f"{name} ({unit})"
    if size:
        name += f" by {size}"
    if when:
        name += f", {'after' if when.endswith(' s') or when[-1].isdigit() else 'at'} {when}"
    return f"{name}, for {lasts}" if lasts else name
