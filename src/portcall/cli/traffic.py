"""`portcall traffic`: the calendar of visits, judged, planned and put at risk."""

import typer

from portcall.cli.traffic_check import check
from portcall.cli.traffic_plan import plan
from portcall.cli.traffic_risk import risk

app = typer.Typer(
    name="traffic",
    help="Judges a calendar of visits, plans the best one, and tells its risk.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def traffic() -> None:
    """Judges a calendar of visits, plans the best one, and tells its risk."""


app.command()(check)
app.command()(plan)
app.command()(risk)
