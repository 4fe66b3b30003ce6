"""The text as it stands: letters, tokens, lines, the grammar that marks its words."""
