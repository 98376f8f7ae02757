"""Lists that the owner typed or pasted, for platforms that have no reader or whose export names nobody."""
