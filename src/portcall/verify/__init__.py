"""Judges a record by flight rules. Sees records and the catalogue only, never what made them."""
