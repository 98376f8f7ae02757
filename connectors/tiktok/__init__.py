"""TikTok: the one JSON file of its data download, and the folder of text files it offers beside it."""
