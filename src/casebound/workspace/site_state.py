"""All that the pages of cases are composed with, beside the cases themselves → its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import babel
import jinja2

from casebound.workspace.check_store import code_state
from casebound.workspace.publish_site import files_of
from casebound.workspace.surroundings import Surroundings
from casebound.workspace.templates import template_state


def site_state(root: Path, surroundings: Surroundings, languages: Sequence[str]) -> str:
    """Settings, frameworks, routes, vocabularies, languages, templates and their words, the site's own pages, and the
    code: another digest, and every page is composed again.
    """
    parts = [
        *(surroundings.digest, code_state(), template_state(root), *languages),
        *(babel.__version__, jinja2.__version__),
    ]
    for name, path in files_of(root, "site/pages").items():
        parts.append(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}")
    return hashlib.sha256("\0\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
