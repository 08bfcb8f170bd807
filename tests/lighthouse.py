"""The sample's site, served on this machine → what Lighthouse gives it, category by category: `script/judge-site`."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from casebound.workspace.load import load
from casebound.workspace.publish_site import make_site_artifacts
from casebound.workspace.write import write_artifacts
from tests.site_judges import hosted

CHECKOUT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = CHECKOUT / "tests" / "node" / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = ("", "cases/antenatal-waiting/", "en/cases/antenatal-waiting/")
"""As each page itself says that it is best referred to."""
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95


def _scores(address: str, form: str) -> dict[str, float]:
    """One run. Raises CalledProcessError where Lighthouse cannot run."""
    command = ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json", "--output-path=stdout"]
    command += ["--preset=desktop"] if form == "desktop" else []
    command += [f"--only-categories={','.join(CATEGORIES)}", "--chrome-flags=--headless=new --no-sandbox"]
    browser = shutil.which("chromium") or shutil.which("google-chrome") or ""
    environment = os.environ | {"CHROME_PATH": browser, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)
    for audit in report["audits"].values():
        if audit.get("score") not in (None, 1) and "--why" in sys.argv:
            print(f"    {audit['id']}: {audit.get('displayValue') or audit['title']}", file=sys.stderr)
    return {name: 100 * (report["categories"][name]["score"] or 0) for name in CATEGORIES}


def main(runs: int) -> int:
    """The table; exit code 1 where something has fewer points than it should."""
    worst = 100.0
    with tempfile.TemporaryDirectory() as place:
        root, site = Path(place, "workspace"), Path(place, "site")
        site.mkdir()
        with hosted(site) as host:
            shutil.copytree(CHECKOUT / "content", root / "content")
            settings = (CHECKOUT / "casebound.toml").read_text(encoding="utf-8")
            (root / "casebound.toml").write_text(
                settings.replace("[site]", f'[site]\naddress = "{host}"'), encoding="utf-8"
            )
            write_artifacts(site, make_site_artifacts(load(root), ("zh-CN", "en")))
            for page in PAGES:
                for form in ("phone", "desktop"):
                    found = [_scores(f"{host}/{page}", form) for _ in range(runs)]
                    middle = {name: statistics.median(each[name] for each in found) for name in CATEGORIES}
                    worst = min(worst, *middle.values())
                    print(f"/{page} {form}: " + ", ".join(f"{name} {points:.0f}" for name, points in middle.items()))
    return int(worst < LEAST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
