"""Blogger: the blog's own interface. Google's export of a blog is posts and holds no list of people."""
