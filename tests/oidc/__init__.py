"""Tests of the council's own sign-on."""
