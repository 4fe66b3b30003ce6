"""When it was: the day, the zone and the instant of each time told."""
