"""The tests: what would go wrong for a user."""
