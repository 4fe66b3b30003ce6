"""What the board answers when it does not do what was asked: a status, and the words of an error."""

import json
from typing import Any

from starlette.responses import Response

from portcall.core.errors import DataError, PortcallError
from portcall.records.board_view import ErrorBody, ErrorDetail

Documented = dict[int | str, dict[str, Any]]  # what the document says of each status
_LONGEST = 400  # characters of one part: what a client sent comes back in it
STATUS_WORDS = {
    400: "The request cannot be read, or names what cannot be.",
    401: "The token is missing or wrong.",
    403: "Another site asks, or under another name of this server.",
    404: "There is no such thing.",
    405: "The address takes another method.",
    408: "The body came too slowly.",
    409: "What is there does not allow it.",
    413: "The body is too large.",
    415: "The body is no JSON.",
    422: "A value is out of its range or of the wrong kind.",
    429: "The server has enough of these already.",
}


class Refused(PortcallError):  # noqa: N818  (a refusal is an answer)
    """A request that is answered with a status of the 4xx.

    Parameters
    ----------
    status : int
        The HTTP status.
    what, limit, where, remedy : str
        As `PortcallError`.
    """

    def __init__(
        self, status: int, what: str, *, limit: str = "", where: str = "", remedy: str = ""
    ) -> None:
        super().__init__(what, limit=limit, where=where, remedy=remedy)
        self.status = status


def status_of(why: PortcallError, *, missing: int = 404) -> int:
    """Return the status of an error: what is not there, or what cannot be used as given."""
    if isinstance(why, Refused):
        return why.status
    return missing if isinstance(why, DataError) else 400


def _part(text: str) -> str | None:
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return short or None


def error_body(why: PortcallError, value: str = "") -> ErrorBody:
    """Return the body of an error."""
    return ErrorBody(
        error=ErrorDetail(
            what=_part(why.what) or "refused",
            value=_part(value),
            limit=_part(why.limit),
            where=_part(why.where),
            remedy=_part(why.remedy),
        )
    )


def error_response(status: int, why: PortcallError, value: str = "") -> Response:
    """Return an error as JSON in plain ASCII: half a character in it cannot break the answer."""
    text = json.dumps(error_body(why, value).model_dump())
    return Response(text, status_code=status, media_type="application/json")


def errors(*statuses: int) -> Documented:
    """Return what the API's document says of some statuses; those of the guard are always among them."""
    every = sorted({400, 401, 403, 413, *statuses})
    return {one: {"model": ErrorBody, "description": STATUS_WORDS[one]} for one in every}


def errors_beside_text(*statuses: int) -> Documented:
    """Return the same for a route whose good answer is no JSON: its errors are JSON all the same."""
    schema = {"$ref": f"#/components/schemas/{ErrorBody.__name__}"}
    return {
        one: {
            "description": said["description"],
            "content": {"application/json": {"schema": schema}},
        }
        for one, said in errors(*statuses).items()
    }
