"""LinkedIn: the CSV files of its data export."""
