"""What platforms say about an account, read into one kind of record: the snapshot."""
