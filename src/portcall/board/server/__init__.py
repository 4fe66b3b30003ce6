"""The board's server: its API, the page, jobs beside it, plays that it streams, and who may ask."""
