"""What people do at the portal, in steps that read like a guide."""
