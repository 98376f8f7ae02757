"""One module per check: its `META`, a pure `evaluate`, and examples that pass and that do not."""
