"""The touch: envelopes, the mating plane, probe and drogue, the berthing box."""
