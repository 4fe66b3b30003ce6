"""One approach flown from the gate to the end, and many: what is drawn, flown and counted."""
