"""Threads: reads its folder inside Instagram's export."""
