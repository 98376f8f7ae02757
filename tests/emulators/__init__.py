"""Stand-ins, on loopback, for platforms that cannot be run: each follows its vendor's documentation and says so."""
