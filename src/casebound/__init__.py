"""Structured achievement write-ups in; findings, score sheets, PDF documents and a case-study site out."""

__version__ = "0.1.0"
