"""Facebook: reads the download of one's information, every layout since 2018, as JSON and as HTML."""
