"""The best plan of many visits, proven, and recounted outside the solver."""
