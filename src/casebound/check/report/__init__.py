"""Findings → text, one format a file. A format is a pure function `(findings, language) → str`."""
