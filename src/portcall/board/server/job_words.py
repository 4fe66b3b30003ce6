"""What a job's command says, in the words of the board: no option of a command line that nobody sees."""

import re

_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_PLACE = re.compile(r"^--[a-z-]+: ")
_GRAMMAR = "write NAME["
_ELEMENTS = "choose a launch date that is nearer to the orbit elements that portcall holds"
_ELSEWHERE = "the board has no field for what is missing: give it to portcall on the command line"


def board_words(line: str) -> str:
    """Return the last line of a command without its options, with a remedy that the board has.

    Examples
    --------
    >>> board_words("--fault: thruster 99 is not on this ship (limit: 1 to 29); write NAME[:UNIT]")
    'thruster 99 is not on this ship (limit: 1 to 29)'
    >>> board_words("no elements; give nearer ones with --elements FILE").partition("; ")[2]
    'choose a launch date that is nearer to the orbit elements that portcall holds'
    """
    first, *others = _PLACE.sub("", line).split("; ")
    kept = [one for one in others if not _OPTION.search(one) and not one.startswith(_GRAMMAR)]
    if any(_OPTION.search(one) for one in others):
        kept.append(_ELEMENTS if "elements" in line else _ELSEWHERE)
    return "; ".join([first, *kept])
