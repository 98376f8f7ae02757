"""Pinterest: the one page that is sent by e-mail, with pins and boards but no people."""
