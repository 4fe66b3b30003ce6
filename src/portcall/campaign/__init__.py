"""Runs a function over a table of inputs, and bounds what came out. Knows no physics."""
