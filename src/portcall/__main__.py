"""`python -m portcall`."""

from portcall.cli.main import run

run()
