"""Is this connection somebody on the roster? Names and handles in, verdicts with probabilities out."""
