"""Score sheets: what a packet gives an evaluator to fill in, and what comes back."""
