"""What every measurement does alike: the environment in which commands run, and the file in which figures are kept."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def environment_in(place: Path, **more: str) -> dict[str, str]:
    """This process's own with `more`; Python keeps what it compiles, in a folder of `place`."""
    environment = {**os.environ, "LANG": "zh_CN.UTF-8", **more, "PYTHONPYCACHEPREFIX": str(place / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or every start compiles everything again
    return environment


def keep_result(name: str, result: Mapping[str, Any]) -> Path:
    """Write `build/bench/<name>.json`; its path in the checkout."""
    target = ROOT / "build" / "bench" / f"{name}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return target.relative_to(ROOT)
