"""One module per family of roster files; each turns tables into people of a `Draft`."""
