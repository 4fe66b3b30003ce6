"""Thrusters, who fires which, and how the ship really moves."""
