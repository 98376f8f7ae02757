"""MediaWiki: who may edit a wiki, and who is in which group."""
