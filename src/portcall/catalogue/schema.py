"""JSON Schema of each kind of record, for editors."""

from typing import Any

from portcall.catalogue.calibration import Calibration
from portcall.catalogue.load import FOLDERS, KIND_OF_FOLDER
from portcall.catalogue.record import Record
from portcall.core.errors import unknown_name

KINDS: dict[str, type[Record]] = {
    **{KIND_OF_FOLDER[folder]: model for folder, model in FOLDERS.items()},
    "calibration": Calibration,
}


def json_schema(kind: str) -> dict[str, Any]:  # Any: a JSON document
    """Return the JSON Schema (draft 2020-12) of one kind of record.

    Examples
    --------
    >>> json_schema("flight")["title"]
    'Flight'
    """
    if kind not in KINDS:
        raise unknown_name("kind of record", kind, KINDS)
    schema = KINDS[kind].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
