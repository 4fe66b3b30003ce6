"""Reads the JSON of a traffic plan; every refusal is one line that says where."""

import json

from pydantic import ValidationError

from portcall.core.errors import InputError
from portcall.records.traffic_plan import TrafficPlan

MAX_PLAN_BYTES = 50_000_000  # a plan of two years is half a megabyte
_REMEDY = "give the JSON of `portcall traffic plan --json`"


def plan_from_json(content: bytes, where: str) -> TrafficPlan:
    """Return the plan in a JSON file's bytes.

    Raises
    ------
    InputError
        Not JSON, no plan, or one that a newer portcall wrote.
    """
    try:
        return TrafficPlan.model_validate(json.loads(content))
    except ValidationError as why:
        first = why.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise InputError(
                f"the plan has '{key}', which this portcall does not know",
                where=where,
                remedy="a newer one may have written it: plan again with this one",
            ) from None
        raise InputError(
            f"no traffic plan: {first['msg']}",
            where=f"{where}: {key}" if key else where,
            remedy=_REMEDY,
        ) from None
    except (ValueError, RecursionError):
        raise InputError("not JSON", where=where, remedy=_REMEDY) from None
