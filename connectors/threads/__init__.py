"""Threads: reads its folder inside Instagram's export; and profile and count live."""
