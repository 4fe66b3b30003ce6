"""`python -m portcall`."""

from portcall.cli.main import entry

entry()
