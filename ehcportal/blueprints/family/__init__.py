"""The family's side: where they land, their children, and the pages of one case."""
