"""A visit with its way home: one timeline, one mass ledger, one list of rules from pad to ground.

Model   The way home starts from the tanks that the visit arrived with. Its elements are those from
        before the departure, where the flight has them; otherwise the plane of the visit's own
        elements is carried on to the day, and the notes say that no time is a prediction. A visit
        without a known day comes home after its planned stay.
Valid   As `visit.home`.
Source  As `visit.home`.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from portcall.catalogue.load import Catalogue
from portcall.core.errors import PortcallError
from portcall.disposal.targeting import NoDeorbit
from portcall.records.visit import VisitRecord
from portcall.visit.home import Home, come_home
from portcall.visit.home_setting import HomeWishes, carried_to, home_setting_of
from portcall.visit.known_elements import KnownElements, Policy
from portcall.visit.visit import Visit


def departure_day(visit: Visit) -> date:
    """Return the day of the deorbit: the calendar's, or the contact's after a usual stay."""
    brief = visit.setting.brief
    if brief.deorbit_date is not None:
        return brief.deorbit_date
    stay = timedelta(days=visit.setting.vehicle.life.docked_days.value)
    return (visit.record.contact.utc + stay).date()


def home_of(catalogue: Catalogue, visit: Visit) -> Home | NoDeorbit:
    """Bring a flown visit home, from the tanks that it arrived with.

    Raises
    ------
    InputError, DataError
        The vehicle's way home is not known.
    """
    brief = visit.setting.brief
    day = departure_day(visit)
    wishes = HomeWishes(
        day=None if brief.deorbit_date else day,
        revolution=None if brief.deorbit_date is None else brief.deorbit_revolution,
    )
    policy = Policy(allow_stale=True)
    if brief.departure_elements:
        setting = home_setting_of(catalogue, brief, wishes, policy=policy)
    else:
        own = visit.setting.motion.elements
        given = KnownElements(
            (carried_to(own, datetime.combine(day, time(), UTC)),), where="carried on"
        )
        setting = replace(
            home_setting_of(catalogue, brief, wishes, policy=policy, given=given),
            known_epoch=own.epoch,
        )
    return come_home(
        catalogue,
        setting,
        arrived=visit.record.mass[-1].tanks,
        liftoff=visit.record.insertion.liftoff_utc,
        survey=False,
    )


def brought_home(catalogue: Catalogue, visit: Visit) -> tuple[VisitRecord, Home | None]:
    """Return the visit's record with its way home, and that way; without one, the notes say why."""
    record = visit.record
    try:
        home = home_of(catalogue, visit)
    except PortcallError as why:
        return _without_home(record, str(why)), None
    if isinstance(home, NoDeorbit):
        return _without_home(record, home.reason), None
    down = home.record
    whole = record.model_copy(
        update={
            "home": down.model_copy(update={"events": (), "mass": (), "verdicts": ()}),
            "events": (*record.events, *down.events),
            "mass": (*record.mass, *down.mass[1:]),
            "verdicts": (*record.verdicts, *down.verdicts),
            "notes": (*record.notes, *(f"way home: {note}" for note in down.notes)),
        }
    )
    return whole, home


def _without_home(record: VisitRecord, why: str) -> VisitRecord:
    return record.model_copy(update={"notes": (*record.notes, f"no way home: {why}")})
