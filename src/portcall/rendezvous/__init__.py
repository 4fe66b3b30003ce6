"""Far rendezvous: profiles, phasing, burn targeting, and the lighting that sets the contact."""
