"""Gravity, atmosphere, Sun, Moon and eclipse: nothing here knows a vehicle."""
