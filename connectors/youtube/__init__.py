"""YouTube: the part of a Google Takeout that holds the channels the owner subscribed to, in any language."""
