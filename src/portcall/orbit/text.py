"""Bytes of a small text file: a size limit, one encoding, and clean lines."""

from portcall.core.errors import InputError

MAX_BYTES = 64 * 1024 * 1024  # a 15-day ephemeris at one second is 90 MB; real ones are 1 to 10 MB


def text_of(data: bytes, name: str) -> str:
    """Return the text of a file.

    Parameters
    ----------
    data : bytes
        The whole file: UTF-8, with or without a byte-order mark.
    name : str
        File name, for the error.

    Raises
    ------
    InputError
        Too large, not text, or empty.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the file has {len(data)} bytes", limit=f"at most {MAX_BYTES} bytes", where=name
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise InputError(
            f"byte {why.start} is not text", where=name, remedy="give a text file in UTF-8"
        ) from None
    if "\0" in text:
        raise InputError(
            f"byte {text.index(chr(0))} is zero: this is not a text file",
            where=name,
            remedy="give a text file in UTF-8",
        )
    if not text.strip():
        raise InputError("the file is empty", where=name, remedy="fetch or copy it again")
    return text


def lines_of(data: bytes, name: str) -> list[str]:
    """Return the lines of a file, split at line feeds only, without trailing blanks."""
    text = text_of(data, name).replace("\r\n", "\n").replace("\r", "\n")
    return [line.rstrip() for line in text.split("\n")]
