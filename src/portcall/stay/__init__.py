"""Between docking and undocking: supplies, cargo, trash, the crew's hours, the orbit's upkeep."""
