"""Blogger: what its API says of a blog and of who comments there."""
