"""The run folder: a flown visit in the forms that other tools read."""
