"""From the gate to the port: legs, the plan over them, and what steers along it."""
