"""`faultless.md` and `mistakes.py` → the workspace beside them, and the list of what must be found in it.

Run after a change of either: `python tests/seeded/make.py`. A test says when it was forgotten.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.seeded.mistakes import MISTAKES, Mistake  # noqa: E402  # found through the line above when run as a script

SETTINGS = """# One mistake a case: see mistakes.py.
name = "种下的错误"
languages = ["zh-CN"]

[check]
profile = "published"
"""
VOCABULARY = """industries:
  senior-services: {zh-CN: 为老服务, en: Services for the elderly}
"""
FAULTLESS = (HERE / "faultless.md").read_text(encoding="utf-8")
DATA = (HERE / "data" / "trips.csv").read_text(encoding="utf-8")


def planted(mistake: Mistake) -> tuple[str, dict[str, object]]:
    """The text with the mistake in it, and where it is: rule, path, line and columns from 1."""
    text = FAULTLESS
    for old, new in mistake.changes:
        assert text.replace("⟦", "").replace("⟧", "").count(old) >= 1, (mistake.name, old)
        assert text.count(old) == 1, (mistake.name, old, text.count(old))
        text = text.replace(old, new)
    text = text.replace("id: faultless", f"id: {mistake.name}", 1)
    assert text.count("⟦") == text.count("⟧") == 1, mistake.name
    start, end = text.index("⟦"), text.index("⟧") - 1
    text = text.replace("⟦", "").replace("⟧", "")
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    path = f"content/cases/{mistake.name}/case.md"
    return text, {"path": path, "line": line, "column": column, "length": end - start, "rule": mistake.rule}


def made() -> dict[str, str]:
    """Every file of the workspace, by path."""
    files = {"casebound.toml": SETTINGS, "content/vocabularies.yaml": VOCABULARY}
    expected = []
    for mistake in MISTAKES:
        text, found = planted(mistake)
        files[f"content/cases/{mistake.name}/case.md"] = text
        files[f"content/cases/{mistake.name}/data/trips.csv"] = DATA
        expected.append(found)
    files["content/cases/faultless/case.md"] = FAULTLESS
    files["content/cases/faultless/data/trips.csv"] = DATA
    files["expected.json"] = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    return files


if __name__ == "__main__":
    for name, text in made().items():
        path = HERE / "workspace" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
