"""Reviews of plans, as everybody who takes part reads them."""
