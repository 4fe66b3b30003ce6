"""The station's log: what really happened, only ever added to."""
