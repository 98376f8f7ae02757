"""WhatsApp: the participants and the period of one thread its owner hands in."""
