"""Synthetic cases for load tests: lawful histories over three years, of people who never lived."""
