"""Learning the classifier's weights on generated districts."""
