"""Many visits on one station: port calendar and its judge, stocks, the optimiser, the station log."""
