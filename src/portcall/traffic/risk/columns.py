"""What compiled code reads of a visit, and what one replay of a plan leaves: names of columns."""

from portcall.records.stocks import RESOURCES

# one row a visit, whole numbers: days from the plan's first; ports and visits by their place, -1: none
(
    DOCK, UNDOCK, DOCKED_BEFORE,
    PORT, GAP, NEXT_PORT, NEXT_GAP, MOVE_DAY,
    CHAIN, CHAIN_DAYS, RELIEF, OVERLAP,
    KEEPS_DATE, LEAST_STAY, MOST_STAY,
    UP_US, UP_RS, DOWN_US, DOWN_RS,
    TRASH_G, VISIT_COLUMNS,
) = range(21)  # fmt: skip

# what can go wrong, in the order in which it is named when two go wrong on one day
KINDS = (
    "port",
    *(f"{name} zero" for name in RESOURCES),
    *(f"{name} floor" for name in RESOURCES),
    "trash",
    "docked life",
)
CLASH, ZERO, FLOOR = 0, 1, 1 + len(RESOURCES)
TRASH_FULL = FLOOR + len(RESOURCES)
TOO_LONG = TRASH_FULL + 1

# of each way to replay: the months of each kind as bits of a whole number, then single figures
CLASHES, FIRST_DAY, FIRST_KIND, WAITING_SHIPS, WAITED_DAYS, LONGEST_WAIT = range(
    len(KINDS), len(KINDS) + 6
)
WAY_COLUMNS = len(KINDS) + 6
WAYS = ("as drawn", "re-planned")
COLUMNS = tuple(
    f"{way}: {name}"
    for way in WAYS
    for name in (
        *(f"months of {kind}" for kind in KINDS),
        "clashes",
        "first day",
        "first kind",
        "waiting ships",
        "waited days",
        "longest wait",
    )
)
MOST_MONTHS = 52  # a float64 holds as many bits exactly
