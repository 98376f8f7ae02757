"""Instagram: reads the download of one's information, since 2019, as JSON and as HTML; and profile and counts live."""
