"""A synthetic district: invented people, their accounts, and the exports their platforms would give."""
