"""A fictional council with a full cast, for people who try the portal and for its tests."""
