"""Time, frames, sourced numbers, errors, random streams and the one integrator."""
