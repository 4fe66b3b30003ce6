"""Routes of jobs: what runs beside the server, and an end to it."""

from typing import Annotated

from fastapi import APIRouter, Path

from portcall.board.server.desk import TheDesk
from portcall.board.server.refusal import errors
from portcall.board.server.requests import Jobs
from portcall.records.board_view import Job

router = APIRouter(tags=["jobs"])
Number = Annotated[str, Path(description="id of a job", max_length=64)]


@router.get("/jobs", responses=errors())
def jobs(desk: TheDesk) -> Jobs:
    """List the jobs that are remembered, newest first."""
    return Jobs(jobs=list(desk.jobs.jobs()))


@router.get("/jobs/{number}", responses=errors(404, 422))
def job(number: Number, desk: TheDesk) -> Job:
    """Describe one job; its message is the last line that it said."""
    return desk.jobs.job(number)


@router.delete("/jobs/{number}", responses=errors(404, 422))
def cancel(number: Number, desk: TheDesk) -> Job:
    """Cancel a job; one that has ended stays as it is."""
    return desk.jobs.cancel(number)
