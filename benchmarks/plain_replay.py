"""A replay of a plan as one would write it in plain Python: objects, loops over ships and days."""

from dataclasses import dataclass

NEVER = 1 << 20
HATCH_DAYS, RATE_G_DAY, LOADING_DAYS = 1, 200_000, 20


@dataclass
class Ship:
    name: str
    port: str
    dock: int
    undock: int
    chain: str
    load: list
    trash: int
    gap: int
    least_stay: int


def drawn(ships, slips, separation):
    """Return {ship: (arrive, leave)} with every stay kept."""
    days, last = {}, {}
    for ship in ships:
        slip = slips[ship.name]
        if slip >= NEVER:
            continue
        arrive = max(ship.dock + slip, 0)
        if ship.chain in last:
            before, planned = last[ship.chain]
            arrive = max(arrive, before + min(separation, ship.dock - planned))
        last[ship.chain] = (arrive, ship.dock)
        days[ship.name] = (arrive, arrive + ship.undock - ship.dock)
    return days


def waiting(ships, days, separation):
    """Return {ship: (arrive, leave)} with departures kept and ports served in order."""
    by_name = {ship.name: ship for ship in ships}
    order = sorted(days, key=lambda name: (days[name][0], by_name[name].dock))
    found, free, last = {}, {}, {}
    for name in order:
        ship = by_name[name]
        arrive = max(days[name][0], free.get(ship.port, 0))
        if ship.chain in last:
            before, planned = last[ship.chain]
            arrive = max(arrive, before + min(separation, ship.dock - planned))
        last[ship.chain] = (arrive, ship.dock)
        leave = max(ship.undock, arrive + ship.least_stay)
        free[ship.port] = leave + ship.gap
        found[name] = (arrive, leave)
    return found


def clashes(ships, days, horizon):
    """Return how many pairs want one port, and the first day of it."""
    present = [(ship.port, *days[ship.name]) for ship in ships if ship.name in days]
    begins = []
    for i, (port, arrive, leave) in enumerate(present):
        for other, comes, goes in present[i + 1 :]:
            start = max(arrive, comes)
            if port == other and start < min(leave, goes, horizon):
                begins.append(start)
    return len(begins), min(begins, default=-1)


def books(ships, days, start, rates, people, packing, horizon):
    """Return the stocks at the end of each day, six to a day."""
    base, us, rs = rates
    use = [max(b + people[0] * u + people[1] * r, 0) for b, u, r in zip(base, us, rs, strict=True)]
    stocks, now = [], list(start)
    loaded = dict.fromkeys(days, 0)
    for day in range(horizon):
        came = [0] * 5
        for ship in ships:
            if ship.name not in days:
                continue
            arrive, leave = days[ship.name]
            before = (day - arrive - HATCH_DAYS) * RATE_G_DAY
            total = sum(ship.load)
            if before < 0 or day >= leave or before >= total:
                continue
            after = min(before + RATE_G_DAY, total)
            for r, amount in enumerate(ship.load):
                came[r] += amount * after // total - amount * before // total
        packed = came[4] * packing // 1000
        came[4] -= packed
        for r in range(5):
            now[r] = max(now[r] + came[r] - use[r], 0)
        now[5] += use[5] + packed
        for ship in ships:
            if ship.name not in days:
                continue
            arrive, leave = days[ship.name]
            first = max(leave - LOADING_DAYS, arrive + HATCH_DAYS)
            if first <= day < leave:
                due = ship.trash * (day - first + 1) // (leave - first) - loaded[ship.name]
                taken = min(due, now[5])
                loaded[ship.name] += taken
                now[5] -= taken
        stocks.append(list(now))
    return stocks


def first_below(stocks, floors):
    """Return the first day on which a stock is below its floor."""
    for day, row in enumerate(stocks):
        if any(row[r] < floors[r] for r in range(5)):
            return day
    return -1


def replay(ships, slips, separation, start, rates, people, packing, floors, horizon):
    """Return (clashes, first clash, first day below a floor) as drawn and with ships that wait."""
    found = []
    days = drawn(ships, slips, separation)
    for way in (days, waiting(ships, days, separation)):
        stocks = books(ships, way, start, rates, people, packing, horizon)
        found.append((*clashes(ships, way, horizon), first_below(stocks, floors), stocks))
    return found
