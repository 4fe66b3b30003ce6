"""What is on record of visits: when each event was, as planned and as flown."""
