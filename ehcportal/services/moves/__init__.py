"""Moves of a child with a plan between two councils, and the pack in which the plan goes along."""
