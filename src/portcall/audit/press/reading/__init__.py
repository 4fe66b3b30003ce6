"""From a text to its claims, each with its place: unjudged."""
