"""What tools that nobody here wrote have against a PDF: outloud and pdfua (PDF/UA-1), qpdf (syntax)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import outloud
import pdfua


def complaints_about(pdf: Path) -> list[str]:
    """Each with the judge's name and its rule; a warning counts, and so does a file that cannot be read."""
    result = outloud.check(str(pdf))
    found = [f"outloud {finding.rule}" for finding in result.findings if finding.severity != "info"]
    found += [f"outloud {result.error}"] if result.error else []
    found += [f"pdfua {finding.rule_id}" for finding in pdfua.validate(str(pdf)).findings]
    qpdf = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True, check=False)
    return found + ([f"qpdf {qpdf.returncode}"] if qpdf.returncode else [])
