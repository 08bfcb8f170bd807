"""Prose and the measures of a case → places where a number or a claim in words contradicts what was measured."""
