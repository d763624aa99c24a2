"""Random histories of one case, driven through the services of the portal."""
