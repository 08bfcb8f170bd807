"""The installed command, copies of the sample workspace to run it on, and what came of one build of it all."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.conftest import browser

__all__ = ["browser"]  # a fixture here, too

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("casebound")
EPOCH = "1775001600"
"""2026-04-01: the date the session's builds bear."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A workspace of ten cases and what `casebound build` made of it."""

    root: Path
    sources: dict[str, tuple[str, int]]
    """Digest and time of each file of the workspace, before the build."""
    output: Path
    run: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def casebound() -> Run:
    """Runs the installed command in a folder, by its `cwd`; other keywords are environment variables.

    Whatever is wrong, nobody is ever shown a traceback or told of an internal error: that is asserted here for all.
    """

    def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [str(COMMAND), *map(str, arguments)]
        settings = os.environ | {"LC_ALL": "C.UTF-8"} | environment
        done = subprocess.run(command, cwd=cwd, env=settings, capture_output=True, check=False, encoding="utf-8")
        shown = done.stdout + done.stderr
        for word in ("Traceback", "内部错误", "Internal error"):
            assert word not in shown, f"{arguments} showed {word}:\n{shown}"
        return done

    return run


def copy_sample(root: Path) -> Path:
    """All that a person wrote of the sample; templates and site pages are then the built-in ones."""
    root.mkdir(parents=True)
    shutil.copy2(CHECKOUT / "casebound.toml", root)
    shutil.copytree(CHECKOUT / "content", root / "content")
    return root


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole sample, shared: tests read it and write elsewhere."""
    return copy_sample(tmp_path_factory.mktemp("sample") / "workspace")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, casebound: Run) -> Built:
    """The sample, built once for the session into its own `build/`; tests in other processes wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    root, note = shared / "built" / "workspace", shared / "built.json"
    with (shared / "built.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            copy_sample(root)
            sources = seen(root)
            done = casebound("build", "--fresh", cwd=root, SOURCE_DATE_EPOCH=EPOCH, PYTHONHASHSEED="1")
            note.write_text(json.dumps([sources, done.returncode, done.stdout, done.stderr]), encoding="utf-8")
    sources, code, out, complaints = json.loads(note.read_text(encoding="utf-8"))
    return Built(
        root=root,
        sources={name: (digest, time) for name, (digest, time) in sources.items()},
        output=root / "build",
        run=subprocess.CompletedProcess([], code, out, complaints),
    )


def seen(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file below a folder: a digest of its bytes, and when it was last written."""
    return {
        path.relative_to(folder).as_posix(): (sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """A workspace of two of the sample's cases, without rounds: `alteration-desk` and `fleet-handover`."""
    root = tmp_path / "pair"
    cases = root / "content" / "cases"
    for name in ("alteration-desk", "fleet-handover"):
        shutil.copytree(CHECKOUT / "content" / "cases" / name, cases / name)
    shutil.copytree(CHECKOUT / "content" / "frameworks", root / "content" / "frameworks")
    shutil.copy2(CHECKOUT / "content" / "vocabularies.yaml", root / "content")
    (root / "casebound.toml").write_text(
        'languages = ["zh-CN"]\n\n[name]\nzh-CN = "两个案例"\nen = "Two cases"\n', encoding="utf-8"
    )
    return root


@pytest.fixture
def with_round(pair: Path) -> Path:
    """The pair with the sample's round, whose evaluations of `fleet-handover` are all there, cut down to that case."""
    source, target = (root / "content" / "rounds" / "2026-third-party" for root in (CHECKOUT, pair))
    target.mkdir(parents=True)
    round = yaml.safe_load((source / "round.yaml").read_text(encoding="utf-8"))
    round["cases"] = ["fleet-handover"]
    for evaluator in round["panel"]:
        evaluator["conflicts"] = [each for each in evaluator["conflicts"] if each["case"] in round["cases"]]
    round["decisions"] = [each for each in round["decisions"] if each["case"] in round["cases"]]
    assigned = {"round": round["id"], "assignments": [{"case": "fleet-handover", "evaluators": ["e02", "e08", "e09"]}]}
    for name, document in (("round.yaml", round), ("assignments.yaml", assigned)):
        (target / name).write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    shutil.copytree(source / "evaluations" / "fleet-handover", target / "evaluations" / "fleet-handover")
    return pair


@pytest.fixture(scope="session")
def front_matter() -> Callable[[Path], dict[str, Any]]:
    """A write-up's front matter as PyYAML reads it, which knows nothing of our reader."""

    def read(path: Path) -> dict[str, Any]:
        document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0])
        return document

    return read


@pytest.fixture(scope="session")
def pages() -> Callable[[Path], list[str]]:
    """The text of each page as poppler reads it, without the joiners that only steer line breaks."""

    @lru_cache(maxsize=200)
    def read_once(pdf: Path, _changed_ns: int) -> tuple[str, ...]:
        done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, encoding="utf-8")
        return tuple(re.sub("[\u2060\u200b]", "", done.stdout).split("\f")[:-1])

    return lambda pdf: list(read_once(pdf, pdf.stat().st_mtime_ns))
