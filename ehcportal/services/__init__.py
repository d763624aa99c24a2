"""What happens: verbs that take a session and plain values, append events, and never commit."""
