"""Predicted against flown. The only room that reads planned and flown times of a flight."""
