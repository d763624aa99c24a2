"""What is shown: read-only, a fixed number of statements a page whatever the caseload."""
