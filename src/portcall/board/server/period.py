"""The days that a view of the station covers, as a request names them."""

from datetime import UTC, datetime, timedelta

from portcall.board.server.limits import VIEW_DAYS
from portcall.board.server.refusal import Refused
from portcall.core.time import parse_utc

_FIRST, _LAST = datetime(1998, 11, 20, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_USUAL = timedelta(days=180)


def moment_of(text: str, where: str) -> datetime:
    """Return an instant of the station's life.

    Raises
    ------
    Refused
        422.
    """
    moment = parse_utc(text, where=where)
    if not _FIRST <= moment <= _LAST:
        raise Refused(422, "outside the station's life", limit="1998-11-20 to 2100", where=where)
    return moment


def period_of(first: str | None, last: str | None) -> tuple[datetime, datetime]:
    """Return the first and the last instant of a view; half a year to each side where one is missing.

    Raises
    ------
    Refused
        422: in the wrong order, or too far apart.
    """
    begin = moment_of(first, "from") if first else None
    end = moment_of(last, "to") if last else None
    middle = datetime.now(UTC).replace(microsecond=0)
    if begin is None:
        begin = (end or middle) - _USUAL
    if end is None:
        end = begin + 2 * _USUAL
    if not timedelta(0) < end - begin <= timedelta(days=VIEW_DAYS):
        limit = f"above 0, at most {VIEW_DAYS} days"
        raise Refused(422, "the view's days do not fit", limit=limit, where="from, to")
    return begin, end
