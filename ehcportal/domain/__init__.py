"""The law on Education, Health and Care plans, as pure code: no database, no web, no clock."""
