"""Invitations: the link that all of them share, and what each kind opens."""
