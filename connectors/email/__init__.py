"""School e-mail: who corresponds with the account, by the headers alone."""
