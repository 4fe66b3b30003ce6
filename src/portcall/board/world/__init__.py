"""Run folders and the catalogue as what the board shows: pure functions, no server, no kernels."""
