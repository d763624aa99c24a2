"""Passwords, codes, sessions, limits, keys and the audit chain."""
