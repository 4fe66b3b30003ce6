"""The report of a visit: one self-contained page, made to be handed on."""
