"""Other people's matchers on the same files: each reads a set's folder and writes a table the same metrics read."""
