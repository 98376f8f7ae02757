"""Who agreed that we read which account, to what, and when; and the tokens that came of it, encrypted."""
