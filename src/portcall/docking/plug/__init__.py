"""A run with somebody else's navigator, guidance or controller; the same as an environment to learn in."""
