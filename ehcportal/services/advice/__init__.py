"""Advice of an assessment: asked for, reminded of, answered, used again, withdrawn (Reg 6, 8)."""
