"""The form engine: a form is data, and the journey through it is computed from the answers."""
