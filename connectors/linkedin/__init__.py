"""LinkedIn: the CSV files of its data export, and the same rows from its interface for members in Europe."""
