"""Disposal: undocking, deorbit, entry, break-up, footprint, risk and notices; crewed landing."""
