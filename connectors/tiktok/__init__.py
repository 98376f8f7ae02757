"""TikTok: the JSON file of its data download, or the folder of text files; and profile, counts and privacy live."""
