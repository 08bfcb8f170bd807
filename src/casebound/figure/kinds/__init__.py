"""The kinds of figure: one module each, a pure function data → SVG, with its page beside it."""
