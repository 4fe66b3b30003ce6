"""Errors that teach: what, the value with its unit, the limit, where it came from, what to do.

    PortcallError
      InputError     the user can mend it           exit code 2
      DataError      something needed is missing    exit code 3

What a campaign can meet (no window, no capture) is a value with a reason, never an exception.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class PortcallError(Exception):
    """An error whose text is one clear line for the person who can mend it.

    Parameters
    ----------
    what : str
        What is wrong, with the value and its unit.
    limit : str
        What would have been right.
    where : str
        File, key or option that the value came from.
    remedy : str
        What to do.
    """

    exit_code = 2

    def __init__(self, what: str, *, limit: str = "", where: str = "", remedy: str = "") -> None:
        self.what = what
        self.limit = limit
        self.where = where
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        """Join the parts into one line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        if self.limit:
            text += f" (limit: {self.limit})"
        if self.remedy:
            text += f"; {self.remedy}"
        return " ".join(text.split())


class InputError(PortcallError):
    """Something the user gave cannot be used as it is."""

    exit_code = 2


class DataError(PortcallError):
    """Something needed is missing, out of date, or cannot be reached."""

    exit_code = 3


def unknown_name(kind: str, name: str, known: Iterable[str], *, where: str = "") -> InputError:
    """Build the error for a name that nothing carries, offering the nearest one.

    Examples
    --------
    >>> print(unknown_name("flight", "progres-ms-31", ["progress-ms-31", "soyuz-ms-27"]))
    unknown flight 'progres-ms-31'; did you mean 'progress-ms-31'?
    """
    choices = sorted(known)
    near = get_close_matches(name.lower(), choices, n=1, cutoff=0.5)
    if near:
        remedy = f"did you mean '{near[0]}'?"
    else:
        remedy = "known: " + ", ".join(choices[:12]) + (", ..." if len(choices) > 12 else "")
    return InputError(f"unknown {kind} '{name}'", where=where, remedy=remedy)
