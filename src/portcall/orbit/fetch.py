"""The station's current public element set, over the network, when there is one.

Model   One GET over https with a time limit and a size limit; redirects only to https.
Valid   The public service asks for at most one request of a set every two hours.
Source  CelesTrak GP data queries (gp.php), object 25544.
"""

import http.client
import urllib.error
import urllib.request
from typing import IO
from urllib.parse import urlsplit

from portcall.core.errors import DataError, InputError
from portcall.orbit.elements import ElementSet
from portcall.orbit.formats import read_any
from portcall.orbit.plausibility import STATION_NORAD_ID

STATION_URL = "https://celestrak.org/NORAD/elements/gp.php?CATNR=25544&FORMAT=TLE"
_TIMEOUT_S = 15.0
_MAX_BYTES = 1_000_000  # one set is 170 bytes; a page that explains a refusal is some thousands
_REMEDY = "check the network, or save a set by hand and give its file with --elements"


class _SecureRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to the allowed schemes only."""

    def __init__(self, schemes: tuple[str, ...]) -> None:
        self.schemes = schemes

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Refuse a redirect to another scheme."""
        try:
            _refuse_scheme(newurl, self.schemes)
        except InputError:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _refuse_scheme(url: str, schemes: tuple[str, ...]) -> None:
    if urlsplit(url).scheme not in schemes:
        raise InputError(
            f"'{url[:80]}' is not fetched", limit=" or ".join(schemes), remedy="use an https URL"
        )


def fetch_bytes(
    url: str, *, timeout_s: float = _TIMEOUT_S, schemes: tuple[str, ...] = ("https",)
) -> bytes:
    """Fetch a small file.

    Parameters
    ----------
    url : str
        Where from.
    timeout_s : float
        Longest wait for an answer. [s]
    schemes : tuple[str, ...]
        Allowed schemes.

    Raises
    ------
    InputError
        Another scheme.
    DataError
        No network, no answer in time, a refusal, or more than a megabyte.
    """
    _refuse_scheme(url, schemes)
    opener = urllib.request.build_opener(_SecureRedirects(schemes))
    request = urllib.request.Request(url, headers={"User-Agent": "portcall"})  # noqa: S310
    host = urlsplit(url).hostname or url
    try:
        with opener.open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(_MAX_BYTES + 1)
    except urllib.error.HTTPError as why:
        why.close()  # it holds the connection
        raise DataError(f"{host} answers {why.code} {why.reason}", remedy=_REMEDY) from None
    except (OSError, http.client.HTTPException, ValueError) as why:
        reason = getattr(why, "reason", None) or why
        raise DataError(
            f"no current elements: cannot reach {host} ({reason})", remedy=_REMEDY
        ) from None
    if len(data) > _MAX_BYTES:
        raise DataError(f"{host} sends more than {_MAX_BYTES} bytes", remedy=_REMEDY)
    return data


def fetch_station(
    url: str = STATION_URL, *, timeout_s: float = _TIMEOUT_S, schemes: tuple[str, ...] = ("https",)
) -> tuple[bytes, ElementSet]:
    """Fetch the station's current element set.

    Returns
    -------
    tuple[bytes, ElementSet]
        The bytes as they came, and the newest set of the station in them.

    Raises
    ------
    DataError
        No network, or an answer that is not the station's elements.
    """
    data = fetch_bytes(url, timeout_s=timeout_s, schemes=schemes)
    host = urlsplit(url).hostname or url
    try:
        found = read_any(data, host)
    except InputError as why:
        raise DataError(f"{host} sends no element set ({why.what})", remedy=_REMEDY) from None
    own = [one for one in found.elements if one.norad_id == STATION_NORAD_ID]
    if not own:
        raise DataError(f"{host} sends no set of object {STATION_NORAD_ID}", remedy=_REMEDY)
    return data, max(own, key=lambda one: one.epoch)
