"""Marks → scorecards, by exact arithmetic."""
