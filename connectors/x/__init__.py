"""X (Twitter): the archive a user downloads, whose lists hold account ids without names."""
