"""What `portcall dock --lincov` prints: predicted sigmas, and flown ones beside them."""

from portcall.cli.output import table
from portcall.records.linear_covariance import LinearCovariance, SigmasAt


def show_covariance(shown: LinearCovariance) -> None:
    """Print a table a place: predicted, flown by the linear scenario, flown as the approach is."""
    for one in shown.sigmas:
        rows = [
            (
                name,
                f"{one.predicted[k]:.4f}",
                f"{one.flown[k]:.4f}" if one.flown else "-",
                f"{one.campaign[k]:.4f}" if one.campaign else "-",
            )
            for k, name in enumerate(shown.names)
        ]
        table(
            f"linear covariance, {one.place}: {_judgement(one, shown.runs)}",
            ("one sigma [m, m/s]", "predicted", "linear runs", "runs as flown"),
            rows,
        )


def _judgement(one: SigmasAt, runs: int) -> str:
    if one.consistent is None:
        return "predicted alone (20 runs or more are held against it)"
    said = "consistent" if one.consistent else "not consistent"
    return f"{said} with {runs} runs (ratios {one.lower:.2f} to {one.upper:.2f} fit at 99 %)"
