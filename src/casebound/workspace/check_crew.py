"""Many case folders → the same folders judged, by this process and others that are started for it.

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
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from casebound.workspace.folder import WorkspaceFolder
from casebound.workspace.judged import Judge
from casebound.workspace.surroundings import read_surroundings

CHUNK = 40
"""Case folders that are taken at a time."""
PATIENCE_SECONDS = 60
"""How long the others may go on with their last chunk when everything has been taken."""


def judge_together(
    judge: Judge, names: Sequence[str], profile: str, helpers: int
) -> tuple[list[list[Any]], Sequence[str]]:
    """The packed results of all that could be judged; the names of the rest."""
    with TemporaryDirectory(prefix="casebound-") as place:
        folder = Path(place)
        job = {
            "root": str(judge.folder.root),
            "profile": profile,
            "unsaved": dict(judge.unsaved),
            "digest": judge.surroundings.digest,
            "names": list(names),
            "all": sorted(judge.neighbours.names or ()),
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        crew = [_start(folder) for _ in range(helpers)]
        try:
            _work(judge, names, folder)
            for process in crew:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(PATIENCE_SECONDS)
        finally:
            for process in crew:
                process.kill()
                process.wait()
        done = [case for path in sorted(folder.glob("*.done")) for case in _results(path)]
    known = {case[0] for case in done}
    return done, [name for name in names if name not in known]


def _start(folder: Path) -> subprocess.Popen[bytes]:
    # -P: without it `-m` would import from the current folder, which may be a stranger's
    command = [sys.executable, "-P", "-m", "casebound.workspace.check_crew", str(folder)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)


def _work(judge: Judge, names: Sequence[str], folder: Path) -> None:
    """Take chunks and judge them until none is left."""
    gc.freeze()
    for number in range(0, len(names), CHUNK):
        try:
            os.close(os.open(folder / f"{number:08d}.taken", os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            continue
        cases = [judge.judge(name).packed() for name in names[number : number + CHUNK]]
        made = folder / f"{number:08d}.part"
        made.write_text(json.dumps(cases, separators=(",", ":")), encoding="utf-8")
        made.rename(made.with_suffix(".done"))
        gc.collect()


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
        _work(Judge(place, surroundings, frozenset(job["all"]), job["unsaved"]), job["names"], folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
