"""Station element sets for a flight file: which sets, and each as figures in named keys."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from flight_toml import quoted
from portcall.core.time import parse_utc

Row = dict[str, str]

NEWEST_AGE = timedelta(days=30)  # older sets tell nothing; from 14 days on they count as stale
HINDCAST_REACH = timedelta(days=2)
WEEK = (timedelta(days=5), timedelta(days=7), timedelta(days=9))


def element_set(row: Row, *, after: bool, table: str = "known_before") -> list[str]:
    """Write one two-line set as figures in named keys, digit for digit."""
    one, two = row["line1"], row["line2"]
    day = Decimal(one[20:32].replace(" ", "0"))
    micro = int((day - 1) * 86_400_000_000)
    year = 2000 + int(one[18:20])
    epoch = datetime(year, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)

    def power(field: str) -> float:
        sign = -1.0 if field[0] == "-" else 1.0
        return sign * float(f"0.{field[1:6].strip() or '0'}e{field[6:8].strip() or '0'}")

    place = row["source"].replace("github:", "github.com/", 1)
    commit = f" at {row['source_commit'][:12]}" if row["source_commit"] else ""
    lines = [
        "",
        f"[[{table}.elements]]",
        "norad_id = 25544",
        'object = "ISS (ZARYA)"',
        f"international_designator = {quoted(one[9:17].strip())}",
        f"epoch_utc = {epoch.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}",
        f"mean_motion_rev_day = {float(two[52:63])!r}",
        f"eccentricity = {float('0.' + two[26:33].strip())!r}",
        f"inclination_deg = {float(two[8:16])!r}",
        f"raan_deg = {float(two[17:25])!r}",
        f"argp_deg = {float(two[34:42])!r}",
        f"mean_anomaly_deg = {float(two[43:51])!r}",
        f"bstar = {power(one[53:61])!r}",
        f"mean_motion_dot = {float(one[33:43])!r}",
        f"mean_motion_ddot = {power(one[44:52])!r}",
        f"element_set_no = {int(one[64:68].strip() or 0)}",
        f"rev_at_epoch = {int(two[63:68].strip() or 0)}",
    ]
    if after:
        lines.append("after_launch = true")
    return [*lines, 'status = "published"', f"source = {quoted(place + commit)}"]


def chosen_sets(launch: datetime, rows: list[Row]) -> list[tuple[Row, bool]]:
    """Return the set nearest before launch and one about a week older, or one just after."""
    dated = sorted(((parse_utc(r["epoch_utc"]), r) for r in rows), key=lambda pair: pair[0])
    before = [pair for pair in dated if launch - NEWEST_AGE <= pair[0] < launch]
    if not before:
        after = [r for epoch, r in dated if launch <= epoch <= launch + HINDCAST_REACH]
        return [(after[0], True)] if after else []
    newest_epoch, newest = before[-1]
    picked = [(newest, False)]
    if (older := week_older(newest_epoch, dated)) is not None:
        picked.append((older, False))
    return picked


def week_older(newest: datetime, dated: list[tuple[datetime, Row]]) -> Row | None:
    """Return the set nearest to a week before another one, or None."""
    shortest, wanted, longest = WEEK
    older = [
        pair
        for pair in dated
        # a set fitted across a reboost shows a growing orbit: no use for a decay fit
        if shortest <= newest - pair[0] <= longest and float(pair[1]["line1"][33:43]) > 0.0
    ]
    if not older:
        return None
    return min(older, key=lambda pair: abs(newest - pair[0] - wanted))[1]


def departure_sets(undocking: datetime, rows: list[Row]) -> list[Row]:
    """Return the last set before an undocking and one about a week older; never a later one."""
    dated = sorted(((parse_utc(r["epoch_utc"]), r) for r in rows), key=lambda pair: pair[0])
    before = [pair for pair in dated if undocking - NEWEST_AGE <= pair[0] < undocking]
    if not before:
        return []
    epoch, newest = before[-1]
    older = week_older(epoch, dated)
    return [newest] if older is None else [newest, older]
