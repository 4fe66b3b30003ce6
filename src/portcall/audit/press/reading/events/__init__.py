"""What is told: the events, their words, their times, their ships."""
