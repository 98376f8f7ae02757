"""Instagram: reads the download of one's information, every layout since 2019, as JSON and as HTML."""
