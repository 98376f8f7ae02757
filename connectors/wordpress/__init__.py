"""WordPress: a blog of the school's, self-hosted or on WordPress.com, through its REST interface."""
