"""Audit of press texts: what they claim, and whether it can be true."""
