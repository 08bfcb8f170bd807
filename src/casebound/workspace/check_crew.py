"""Many case folders → the same folders judged, and what else is made of them, by this process and others that are
started for it.

Each takes the next chunk that nobody has taken, by making a file of its number: whoever makes it has it. Results lie
in files of the same temporary folder, so nothing can wait on a pipe to a process that has died; what a dead one had
taken is left to the caller.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.judged import Besides, Judge, Share
from casebound.workspace.surroundings import read_surroundings

CHUNK = 40
"""Case folders that are taken at a time."""
PATIENCE_SECONDS = 60
"""How long the others may go on with their last chunk when everything has been taken."""


def judge_together(
    judge: Judge, share: Share, profile: str, helpers: int, besides: Besides | None = None
) -> list[tuple[str, list[Any], Any]]:
    """Of all folders that could be judged: the name, the packed result, and what was made besides."""
    with TemporaryDirectory(prefix="casebound-") as place:
        folder = Path(place)
        job = {
            "root": str(judge.folder.root),
            "profile": profile,
            "unsaved": dict(judge.unsaved),
            "digest": judge.surroundings.digest,
            "names": list(share.names),
            "known": sorted(share.known),
            "wanted": sorted(share.wanted),
            "all": sorted(judge.neighbours.names or ()),
            "besides": besides.job() if besides else None,
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        crew = [_start(folder) for _ in range(helpers)]
        try:
            _work(judge, share, folder, besides)
            for process in crew:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE_SECONDS)
        finally:
            for process in crew:
                process.kill()
                process.wait()
        return [(name, packed, made) for path in sorted(folder.glob("*.done")) for name, packed, made in _results(path)]


def _start(folder: Path) -> subprocess.Popen[bytes]:
    # -P: without it `-m` would import from the current folder, which may be a stranger's
    command = [sys.executable, "-P", "-m", "casebound.workspace.check_crew", str(folder)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)


def _work(judge: Judge, share: Share, folder: Path, besides: Besides | None) -> None:
    """Take chunks and judge them until none is left."""
    gc.freeze()
    known, wanted = frozenset(share.known), frozenset(share.wanted)
    for number in range(0, len(share.names), CHUNK):
        try:
            os.close(os.open(folder / f"{number:08d}.taken", os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            continue
        cases = [
            work_on(judge, name, besides if name in wanted else None, has_rules=name not in known)
            for name in share.names[number : number + CHUNK]
        ]
        made = folder / f"{number:08d}.part"
        made.write_text(json.dumps(cases, separators=(",", ":")), encoding="utf-8")
        made.rename(made.with_suffix(".done"))
        gc.collect()


def work_on(judge: Judge, name: str, besides: Besides | None, *, has_rules: bool) -> tuple[str, list[Any], Any]:
    """One folder, judged."""
    judged = judge.judge(name, has_rules=has_rules)
    return name, judged.packed(), besides.make(judged) if besides else None


def _results(path: Path) -> list[list[Any]]:
    found: list[list[Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def main(folder: Path) -> None:
    """In a process of its own: take part in the work that the folder describes."""
    gc.disable()
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    place = WorkspaceFolder(Path(job["root"]), job["unsaved"])
    surroundings = read_surroundings(place, job["profile"])
    if surroundings.digest == job["digest"]:  # else somebody is changing them now
        besides: Besides | None = None
        if job["besides"]:
            from casebound.workspace.site_worker import open_worker  # which `check` alone need not wait for

            besides = open_worker(place, surroundings, job["besides"], str(os.getpid()))
        share = Share(job["names"], job["known"], job["wanted"])
        _work(Judge(place, surroundings, frozenset(job["all"]), job["unsaved"]), share, folder, besides)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
