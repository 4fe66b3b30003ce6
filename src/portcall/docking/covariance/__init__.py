"""The spread of an approach without flying it a thousand times."""
