"""Element sets and ephemerides, propagation, maneuvers, relative motion, visibility."""
