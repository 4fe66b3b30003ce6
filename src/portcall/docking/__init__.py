"""The last kilometers: navigation, guidance, control, contact, safety and faults of an approach."""
