"""Editors: a text, a place in it and what Casebound knows → completions, explanations, places to go, edits."""
