"""Facebook: reads the download of one's information, since 2018, as JSON and as HTML; and the account live."""
