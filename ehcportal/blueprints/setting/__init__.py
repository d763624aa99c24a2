"""The settings' side: somebody's own settings, their people, and the cases of their pupils."""
