"""Discord: the data package, whose `user.json` holds friends, blocked people and open requests."""
