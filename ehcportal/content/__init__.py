"""What people read, as data: texts in TOML that a council can override, and how they are filled."""
