"""What can break, who notices it, and what follows: isolation, manual control, a second try."""
