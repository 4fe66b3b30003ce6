"""Plan, fly and judge every visit to a space station, and check each prediction against what flew."""

__version__ = "0.1.0"
