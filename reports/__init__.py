"""What people read: pages, tables and lists made from stored results."""
