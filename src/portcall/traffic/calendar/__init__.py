"""Calendars of visits, recorded or from a file."""
