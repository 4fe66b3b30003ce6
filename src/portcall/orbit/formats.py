"""One door for orbit files: finds out which format the bytes are in, and reads them."""

from collections.abc import Callable
from dataclasses import dataclass

from portcall.core.errors import InputError
from portcall.orbit.elements import ElementSet
from portcall.orbit.oem import Ephemeris
from portcall.orbit.oem_read import read_oem_kvn, read_oem_xml
from portcall.orbit.omm import read_omm_csv, read_omm_json, read_omm_kvn, read_omm_xml
from portcall.orbit.text import text_of
from portcall.orbit.tle import read_tle

_SETS: dict[str, Callable[..., list[ElementSet]]] = {
    "TLE": read_tle,
    "OMM KVN": read_omm_kvn,
    "OMM XML": read_omm_xml,
    "OMM JSON": read_omm_json,
    "OMM CSV": read_omm_csv,
}
_TABLES: dict[str, Callable[..., Ephemeris]] = {"OEM KVN": read_oem_kvn, "OEM XML": read_oem_xml}


@dataclass(frozen=True, slots=True)
class OrbitFile:
    """What a file turned out to be: element sets, or an ephemeris, never both."""

    name: str
    file_format: str
    elements: tuple[ElementSet, ...] = ()
    ephemeris: Ephemeris | None = None


def detect_format(data: bytes, name: str) -> str:
    """Return the format of an orbit file.

    Returns
    -------
    str
        TLE, OMM KVN, OMM XML, OMM JSON, OMM CSV, OEM KVN or OEM XML.

    Raises
    ------
    InputError
        None of them.
    """
    text = text_of(data, name)
    content = text.lstrip()
    if content[:14].lower() == "<!doctype html" or content[:5].lower() == "<html":
        raise InputError(
            "the file is a web page, not orbit data",
            where=name,
            remedy="save the data itself, not the page that shows it",
        )
    if content.startswith("<"):
        return "OEM XML" if "<oem" in text or ":oem" in text[:2000] else "OMM XML"
    if content[0] in "{[":
        return "OMM JSON"
    lines = [line for line in content.splitlines() if line.strip()]
    first = lines[0]
    if "," in first and "MEAN_MOTION" in first:
        return "OMM CSV"
    for line in lines[:200]:
        if line.startswith("CCSDS_OEM_VERS"):
            return "OEM KVN"
        if line.startswith("CCSDS_OMM_VERS"):
            return "OMM KVN"
    # a line that begins a set within the first lines: what follows is the reader's to judge
    if any(line[:2] in ("1 ", "2 ") for line in lines[:200]):
        return "TLE"
    raise InputError(
        f"'{first.strip()[:40]}' begins neither a TLE, an OMM nor an OEM",
        where=name,
        remedy="give two-line elements, an OMM (KVN, XML, JSON, CSV) or an OEM (KVN, XML)",
    )


def read_any(data: bytes, name: str) -> OrbitFile:
    r"""Read element sets or an ephemeris, whatever the format.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        File name, for errors and the sets' `source`.

    Raises
    ------
    InputError
        Whatever is wrong with the bytes, in one line; nothing else is ever raised.

    Examples
    --------
    >>> vanguard = read_any(
    ...     b"1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753\n"
    ...     b"2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667\n", "v.tle")
    >>> vanguard.file_format, vanguard.elements[0].norad_id
    ('TLE', 5)
    """
    file_format = detect_format(data, name)
    if file_format in _TABLES:
        return OrbitFile(name, file_format, ephemeris=_TABLES[file_format](data, name=name))
    return OrbitFile(name, file_format, elements=tuple(_SETS[file_format](data, name=name)))
