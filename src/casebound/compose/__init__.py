"""Model → pages: one frozen dataclass per template, rendered to HTML. Nothing here judges or computes results."""
