"""Judges what texts claim: each claim against the catalogue, mechanics, the text and other reports."""
