"""Data → SVG: pure functions, text as text, the same drawing on paper and on screen."""
