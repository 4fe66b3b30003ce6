"""What is known: typed records over TOML, each figure with its source."""
