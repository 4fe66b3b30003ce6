"""What becomes of a plan when ships slip."""
