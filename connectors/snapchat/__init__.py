"""Snapchat: the "My Data" download, as JSON or as HTML pages."""
