"""How a case ends: by a decision in two letters, a move, a withdrawal, a death; and begins anew."""
