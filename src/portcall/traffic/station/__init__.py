"""The station on a date: ports, people and stocks."""
