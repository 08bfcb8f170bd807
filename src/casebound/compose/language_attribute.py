"""The language of words and of the page they stand on → the attribute that tells them apart."""

from __future__ import annotations

from markupsafe import Markup


def language_attribute(own: str, page: str) -> Markup:
    """A `lang` attribute with a blank before it, where the words are not in the page's language; else empty."""
    return Markup("") if own == page else Markup(' lang="{}"').format(own)
