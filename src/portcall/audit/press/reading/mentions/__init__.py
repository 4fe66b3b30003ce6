"""What a text mentions: clocks, dates, zones, amounts, places."""
