"""Real servers that tests start on loopback: `fixtures.py` lists them, `make test` installs them."""
