"""What the ship measures, and where it believes to be."""
