"""The station's side of a visit: consumables, cargo and trash, crew hours, reboost and decay."""
