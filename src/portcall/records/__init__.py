"""What phases hand to each other, and what commands print as JSON: data only."""
