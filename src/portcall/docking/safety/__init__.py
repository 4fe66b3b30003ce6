"""What must not happen: zones, free drift, failed burns, ways to escape, plumes."""
