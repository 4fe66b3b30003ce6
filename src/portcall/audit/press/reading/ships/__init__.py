"""Which ships and people a text means: by name, number, crew, rocket, day."""
