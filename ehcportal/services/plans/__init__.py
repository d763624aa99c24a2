"""The EHC plan: begun, written together, and what each line is drawn from."""
