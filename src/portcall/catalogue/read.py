"""Reads one TOML file into one record; every refusal is one clear line with file and key."""

import math
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from portcall.core.errors import DataError, InputError, PortcallError

R = TypeVar("R", bound=BaseModel)
MAX_FILE_BYTES = 4_000_000  # a record is a few kilobytes; more is another kind of file


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys that are known at a place in a record."""
    here: type[BaseModel] | None = model
    for part in path:
        if here is None:
            return ()
        if isinstance(part, str) and part in here.model_fields:
            here = _model_in(here.model_fields[part].annotation)
    return tuple(here.model_fields) if here is not None else ()


def _dotted(path: tuple[int | str, ...]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def refusal(error: ValidationError, model: type[BaseModel], where: str) -> InputError:
    """Turn pydantic's findings into one line about the first of them.

    Parameters
    ----------
    error : ValidationError
        What pydantic found.
    model : type[BaseModel]
        The record that was being read.
    where : str
        The file's name.

    Returns
    -------
    InputError
        Naming file and key path; for an unknown key, with the nearest known one.
    """
    findings = error.errors(include_url=False)
    # a misspelled key is also a missing one: the spelling is what helps
    unknown = [finding for finding in findings if finding["type"] == "extra_forbidden"]
    first = (unknown or findings)[0]
    path = first["loc"]
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    place = f"{where}: {_dotted(path)}" if path else where
    if first["type"] == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        near = get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
        remedy = f"did you mean '{near[0]}'?" if near else "known keys: " + ", ".join(known)
        return InputError(f"unknown key '{path[-1]}'{more}", where=place, remedy=remedy)
    if first["type"] == "missing":
        return InputError(f"the key '{path[-1]}' is missing{more}", where=place, remedy="add it")
    message = first["msg"].removeprefix("Value error, ")
    given = first["input"]
    shown = "" if isinstance(given, (dict, list, BaseModel)) else f", not {_shown(given)}"
    return InputError(f"{message}{shown}{more}", where=place)


def _refuse_non_finite(data: object, path: tuple[int | str, ...], where: str) -> None:
    if isinstance(data, float) and not math.isfinite(data):
        raise InputError(f"{data} is not a finite number", where=f"{where}: {_dotted(path)}")
    if isinstance(data, Mapping):
        for key, value in data.items():
            _refuse_non_finite(value, (*path, key), where)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _refuse_non_finite(value, (*path, index), where)


def parse_record(content: bytes, model: type[R], *, where: str) -> R:
    """Read the bytes of a TOML file as a record.

    Parameters
    ----------
    content : bytes
        UTF-8 TOML.
    model : type[R]
        The record's class.
    where : str
        Name of the file, for errors.

    Returns
    -------
    R
        The record.

    Raises
    ------
    InputError
        One line: the file, the key path, the value, what to do.
    """
    try:
        data = tomllib.loads(content.decode("utf-8"))
        _refuse_non_finite(data, (), where)
        return model.model_validate(data)
    except PortcallError:
        raise
    except ValidationError as why:
        raise refusal(why, model, where) from None
    except UnicodeDecodeError as why:
        raise InputError(f"not UTF-8 text (byte {why.start})", where=where) from None
    except RecursionError:
        raise InputError("nested too deeply for a record", where=where) from None
    except (tomllib.TOMLDecodeError, ValueError, OverflowError) as why:
        raise InputError(f"not TOML: {why}", where=where, remedy="mend the line") from None


def read_record(path: Path, model: type[R]) -> R:
    """Read a TOML file as a record; see `parse_record`."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(
                f"{path.stat().st_size} bytes is no catalogue file",
                limit=f"{MAX_FILE_BYTES} bytes",
                where=str(path),
            )
        content = path.read_bytes()
    except OSError as why:
        raise DataError(
            f"cannot be read: {why.strerror or why}", where=str(path), remedy="check the path"
        ) from None
    return parse_record(content, model, where=path.name)
