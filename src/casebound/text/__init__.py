"""Text and what is said about it: sources, spans, localized words, findings."""
