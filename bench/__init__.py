"""Times and throughput against the performance budget; exact things are tests of their own."""
