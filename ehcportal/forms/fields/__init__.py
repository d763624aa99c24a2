"""Question types: one module each, with its way to read, to check and to show an answer."""
