"""A child's record in real life: names, addresses, where they learn, two records of one child."""
