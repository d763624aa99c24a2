"""Everything of a case for one person in one archive, made in the background (guide row S10)."""
