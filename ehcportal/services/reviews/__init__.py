"""The yearly review of a plan, step by step (section 44 of the Act, Regulations 18 to 22)."""
