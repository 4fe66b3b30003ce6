"""Loads: against the record, between units, and their sum.

Model   A mass is as precise as its printed digits. Figures of two digits or fewer are rough words and
        are called wrong only when they are far off.
Valid   Loads for the station; sources differ by some kilograms.
Source  The flight's record; sums and the pound of 0.45359237 kg.
"""

import math
import re

from portcall.audit.press.judging.case import Case, Finding, holds, unknown, wrong
from portcall.audit.press.judging.conversions import converts
from portcall.audit.press.judging.words import words_for
from portcall.records.claims import Claim, Correction

PARTS = ("dry", "propellant", "water", "gas")
PART_SHARE = 0.85
POUND_KG = 0.45359237
SHORT_TON_SHARE = 2000.0 * POUND_KG / 1000.0
SAME_SHARE, ROUGH_SHARE, UNIT_SHARE = 0.003, 0.25, 0.03
LEAST_SURE = 0.6  # a mass of which the words do not say that it is a load
EXACT_DIGITS = 3
AHEAD, BOUND_SHARE, ABOUT_SHARE = 24, 0.05, 0.01
NAMED = 0.9  # so sure, the item is named by the figure


def digits_of(quote: str) -> tuple[int, float]:
    """Return significant digits of the number in a quote, and half of its last one, as a share.

    Examples
    --------
    >>> digits_of("2,625 kg"), digits_of("about 5,000 kg")
    ((4, 0.00019047619047619048), (1, 0.1))
    """
    match = re.search(r"\d[\d., ]*\d|\d", quote)
    if match is None:
        return 1, ROUGH_SHARE
    number = match.group().replace(" ", "")
    number = re.sub(r"[,.](?=\d{3}(\D|$))", "", number).replace(",", ".")
    try:
        value = float(number)
    except ValueError:
        return 1, ROUGH_SHARE
    whole, _, part = number.partition(".")
    significant = (whole + part).lstrip("0") if part else whole.lstrip("0").rstrip("0")
    last = 10.0 ** -len(part) if part else 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return max(1, len(significant)), 0.5 * last / value if value else ROUGH_SHARE


def _near(said: float, known: float, share: float) -> bool:
    return abs(said - known) <= max(share, SAME_SHARE) * known


def _names_item(case: Case, claim: Claim) -> bool:
    """Whether what is weighed stands right behind the figure: "3,423 pounds of propellant"."""
    behind = case.reading.text[claim.start : claim.end].lower()
    return claim.item not in (None, "total") and claim.sure >= NAMED and " of " in behind


def cargo_on_record(case: Case, claim: Claim) -> Finding | None:
    """Hold a load against the flight's record."""
    if claim.kind != "cargo" or claim.value_kg is None:
        return None
    record = case.ship(claim).cargo_kg
    known = record.get(claim.item or "total", ())
    if not known:
        return None
    digits, share = _rounding(case, claim)
    if any(_near(claim.value_kg, one, share) for one in known):
        return holds(f"{known[0]:g} kg are on record")
    if any(_roughly(case, claim, one) for one in known):
        return holds(f"{known[0]:g} kg are on record")
    others = [
        item
        for item, values in record.items()
        for one in values
        if item != claim.item and _near(claim.value_kg, one, 0.0)
    ]
    if others and _names_item(case, claim):
        why = f"that is the {others[0]} load on record; it has {known[0]:g} kg of this"
        return wrong(why, Correction(value_kg=known[0], why=why))
    if others:
        return unknown(f"that is the {others[0]} load on record; it has {known[0]:g} kg")
    said_kg, pound = claim.value_kg, POUND_KG
    swapped = [
        name
        for name, kg in (("kilograms", said_kg / pound), ("pounds", said_kg * pound))
        if abs(kg - known[0]) <= SAME_SHARE * known[0]
    ]
    if swapped:
        why = f"{known[0]:g} kg are on record: the figure counts {swapped[0]}"
        return wrong(why, Correction(value_kg=known[0], why=why))
    off = abs(claim.value_kg - known[0]) / known[0]
    why = f"{known[0]:g} kg are on record, {abs(claim.value_kg - known[0]):.0f} kg apart"
    swapped_digits = _transposed(claim.value_kg, known[0] - claim.value_kg)
    if swapped_digits and str(known[0])[:1] == str(claim.value_kg)[:1]:
        return wrong(f"{why}: the same digits", Correction(value_kg=known[0], why=why))
    if (digits < EXACT_DIGITS and off < ROUGH_SHARE) or _overfull(case, claim, known[0]):
        return unknown(f"{why}; a rough figure may count more than this load")
    return wrong(why, Correction(value_kg=known[0], why=why))


def _roughly(case: Case, claim: Claim, known_kg: float) -> bool:
    """Return whether a figure bounds a load, or is about it, as the words before it say."""
    text = case.reading.text
    ahead = text[max(0, claim.start - AHEAD) : claim.start].lower().rstrip(" ,(")
    words, said = words_for(case), claim.value_kg or 0.0
    if ahead.endswith(words.more_than):
        return said <= known_kg <= (1.0 + BOUND_SHARE) * said
    if ahead.endswith(words.nearly):
        return known_kg <= said <= (1.0 + BOUND_SHARE) * known_kg
    return ahead.endswith(words.about) and abs(said - known_kg) <= ABOUT_SHARE * known_kg


def _rounding(case: Case, claim: Claim) -> tuple[int, float]:
    """Return digits and half of the last one, as a share: of the coarser of a load told in two units."""
    mine = digits_of(claim.quote)
    twins = [digits_of(one.quote) for one in _conversions(case, claim)]
    return min(one[0] for one in (mine, *twins)), max(one[1] for one in (mine, *twins))


def _conversions(case: Case, claim: Claim) -> list[Claim]:
    """Return the same load in another unit, right before or behind a claim."""
    found = []
    for one in case.about(claim, "cargo") if case.prose else ():
        first, second = sorted((one, claim), key=lambda each: each.start)
        alike = abs((one.value_kg or 0.0) - (claim.value_kg or 0.0)) <= UNIT_SHARE * (
            claim.value_kg or 0.0
        )
        if alike and converts(case.reading.text, first, second):
            found.append(one)
    return found


def within_bounds(case: Case, claim: Claim) -> Finding | None:
    """Find a load that no ship of its kind can lift: more than the whole ship weighs at launch."""
    if claim.kind != "cargo" or claim.value_kg is None:
        return None
    vehicle = case.facts.vehicle(claim.subject)
    every = (vehicle,) if vehicle is not None else tuple(case.facts.vehicles.values())
    most = max((one.masses.launch_mass_kg for one in every), key=lambda one: one.value)
    most_kg = most.high if most.high is not None else most.value
    if claim.value_kg <= most_kg:
        return None
    if claim.sure < LEAST_SURE:
        return unknown("it is not said that this is a load of a ship")
    of = f"{vehicle.name} with its load" if vehicle is not None else "no ship to the station"
    weighs = "weighs" if vehicle is not None else "weighs more than"
    return wrong(
        f"{of} {weighs} {most_kg:.0f} kg at launch: it cannot carry {claim.value_kg:.0f} kg"
    )


def _overfull(case: Case, claim: Claim, known_kg: float) -> bool:
    """Whether a total may be that of ship and load, or of a part of the load."""
    said, alone = claim.value_kg or 0.0, _twin(case, claim) is None
    part_or_gross = not PART_SHARE * known_kg <= said <= 2.0 * known_kg
    return claim.item in (None, "total") and alone and part_or_gross


def _twin(case: Case, claim: Claim) -> Claim | None:
    """Return the same load in the other unit, before this claim."""
    for one in case.about(claim, "cargo") if case.prose else ():
        if one.item == claim.item and converts(case.reading.text, one, claim):
            return one
    return None


def units_agree(case: Case, claim: Claim) -> Finding | None:
    """Hold a load in one unit against the same load in another, which stands before it."""
    if claim.kind != "cargo" or claim.value_kg is None:
        return None
    twin = _twin(case, claim)
    if twin is None or twin.value_kg is None:
        return None
    share = UNIT_SHARE + digits_of(claim.quote)[1] + digits_of(twin.quote)[1]
    if abs(claim.value_kg - twin.value_kg) <= share * twin.value_kg:
        return None
    short_kg = SHORT_TON_SHARE * twin.value_kg
    if _may_be_short(case, twin) and abs(claim.value_kg - short_kg) <= share * short_kg:
        return holds(f"'{twin.quote}' are short tons, {short_kg:.0f} kg")
    short_kg = SHORT_TON_SHARE * claim.value_kg
    if _may_be_short(case, claim) and abs(short_kg - twin.value_kg) <= share * twin.value_kg:
        return holds(f"'{claim.quote}' are short tons, {short_kg:.0f} kg")
    why = f"'{twin.quote}' are {twin.value_kg:.0f} kg, '{claim.quote}' {claim.value_kg:.0f} kg"
    return wrong(why, Correction(value_kg=twin.value_kg, why=why))


def digit_lost(case: Case, claim: Claim) -> Finding | None:
    """Find a load that is ten or a hundred times the same load in the unit before it."""
    found = units_agree(case, claim)
    twin = _twin(case, claim) if found is not None and found.verdict == "contradicts" else None
    if found is None or twin is None or not twin.value_kg or not claim.value_kg:
        return None
    tens = math.log10(claim.value_kg / twin.value_kg)
    return found if round(tens) and abs(tens - round(tens)) <= UNIT_SHARE else None


def _may_be_short(case: Case, claim: Claim) -> bool:
    """Whether "tons" may be those of 2000 pounds: no "metric" beside them."""
    words, said = words_for(case), claim.quote.lower()
    plain = any(word in said.split() for word in words.ton)
    return plain and not any(word in said for word in words.metric)


def cargo_sums(case: Case, claim: Claim) -> Finding | None:
    """Hold a total against its parts, when all four are told."""
    if claim.kind != "cargo" or claim.value_kg is None:
        return None
    told: dict[str | None, Claim] = {one.item: one for one in (*case.about(claim, "cargo"), claim)}
    parts = [told[item].value_kg or 0.0 for item in PARTS if item in told]
    total = told["total"].value_kg if "total" in told else None
    if total is None or len(parts) < len(PARTS):
        return unknown("no load of this ship is on record, and not all parts are told")
    apart = total - sum(parts)
    share = min(digits_of(told["total"].quote)[1], ROUGH_SHARE)
    if abs(apart) <= max(2.0, 0.001 * total, share * total):
        return holds("the parts make the total")
    short_kg = SHORT_TON_SHARE * total
    if _may_be_short(case, told["total"]) and abs(sum(parts) - short_kg) <= share * short_kg:
        return holds(f"the parts make the total in short tons, {short_kg:.0f} kg")
    why = f"the parts make {sum(parts):.0f} kg, the total is {total:.0f} kg"
    if claim.item == "total":
        mended = [item for item in PARTS if _transposed(told[item].value_kg or 0.0, apart)]
        if mended:
            return unknown(f"{why}; the {mended[0]} load has its digits changed")
        return wrong(why, Correction(value_kg=sum(parts), why=why))
    if _transposed(claim.value_kg, apart):
        return wrong(why, Correction(value_kg=claim.value_kg + apart, why=why))
    return unknown(why)


def _transposed(value_kg: float, apart_kg: float) -> bool:
    """Whether a figure and the one that the sum needs have the same digits."""
    needed = value_kg + apart_kg
    return needed > 0.0 and sorted(f"{value_kg:.0f}") == sorted(f"{needed:.0f}")
