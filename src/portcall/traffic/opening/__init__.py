"""When a pad lies in the plane, and what opens a short profile."""
