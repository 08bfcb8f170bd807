"""A book as one HTML file → how long others take to set it: one WeasyPrint document, Chromium's print, and Typst."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from measured import facts_of, run
from typst_source import write_typst

ROOT = Path(__file__).resolve().parents[1]
TYPST = ROOT / "build" / "bench" / "peers" / "typst"
"""Where the package `typst` is installed for the purpose; it is no dependency."""
COMPILE = """
import sys
sys.path.insert(0, sys.argv[1])
import typst
typst.compile(sys.argv[2], output=sys.argv[3], pdf_standards=["ua-1"])
"""


def measure_peers(html: Path, place: Path, environment: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Each peer once, in a process of its own, in a folder of its own."""
    found = {}
    for name, command in (
        ("weasyprint", weasyprint_command(html, place / "weasyprint.pdf")),
        ("chromium", chromium_command(html, place / "chromium.pdf", place / "profile")),
        ("typst", typst_command(html, place / "typst.pdf", place / "typst")),
    ):
        if command:
            found[name] = run(command, environment, place / f"{name}.log") | facts_of(place / f"{name}.pdf")
        else:
            print(f"{name} is not there, and not measured")
    return found


def weasyprint_command(html: Path, pdf: Path) -> list[str]:
    """As its own command line does it, with Python's garbage collector as it is."""
    return [str(Path(sys.executable).parent / "weasyprint"), "--pdf-variant", "pdf/ua-1", str(html), str(pdf)]


def chromium_command(html: Path, pdf: Path, profile: Path) -> list[str]:
    """Tagged and with an outline; it has no page numbers of references and no PDF/UA."""
    browser = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), "")
    if not browser:
        return []
    rootly = ["--no-sandbox"] if os.geteuid() == 0 else []
    return [
        browser, "--headless", *rootly, "--disable-gpu", f"--user-data-dir={profile}", "--no-pdf-header-footer",
        "--export-tagged-pdf", "--generate-pdf-document-outline", f"--print-to-pdf={pdf}", html.as_uri(),
    ]  # fmt: skip


def typst_command(html: Path, pdf: Path, folder: Path) -> list[str]:
    """Tagged PDF/UA-1, with the installed Noto CJK fonts; converting is not measured."""
    if not (TYPST / "typst").is_dir():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(TYPST), "typst"]
        if subprocess.run(install, check=False).returncode:
            return []
    shutil.rmtree(folder, ignore_errors=True)
    source = write_typst(html.read_text(encoding="utf-8"), folder)
    return [sys.executable, "-c", COMPILE, str(TYPST), str(source), str(pdf)]
