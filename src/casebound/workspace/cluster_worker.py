"""On a worker of a cluster: the bytes of a job flow in, the bytes of its result flow out, or what fonts it lacks.

A job names font files by path and digest. Where the path leads to nothing here, or to something else, the file is
looked for in the cache of the worker's machine, under its digest; the client sends what is not there either.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from pathlib import Path

from casebound.press.fonts import FontFace, FontSet, rare_characters
from casebound.press.job import PrintJob
from casebound.press.spoken import stylesheet_text, svg_text
from casebound.press.typeset import warm_up
from casebound.text.error import CaseboundError
from casebound.workspace.places import cache_folder
from casebound.workspace.pool import typeset_bytes
from casebound.workspace.store import engines_digest
from casebound.workspace.write import write_file

OTHER_ENGINES = (
    "{worker} 的 casebound 或排版引擎版本与这里的不同，排出的页面会不一样 / "
    "has another version of casebound or of the layout engine: its pages would differ"
)

_ONE_AT_A_TIME = threading.Lock()
"""A worker may have several threads; the layout engine and our watch over its log have one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """An answer in place of a result: send these fonts, then the job again."""

    worker: str
    """Address."""
    digests: tuple[str, ...]


def work(job: bytes, engines: str) -> bytes | Lacking:
    """A pickled `PrintJob` → a pickled `Printed`. Raises `CaseboundError` where the client has other engines."""
    from distributed import get_worker

    worker = get_worker().address
    if engines != engines_digest():
        raise CaseboundError(OTHER_ENGINES.format(worker=worker))
    asked: PrintJob = pickle.loads(job)
    with_rare = _needs_rare(asked)
    faces, lacking = [], []
    for face in asked.fonts.faces:
        found = _placed(face) if with_rare or not face.rare else face  # what is not opened need not be here
        if found is None:
            lacking.append(face.digest)
        else:
            faces.append(found)
    if lacking:
        return Lacking(worker=worker, digests=tuple(lacking))
    fonts = FontSet(faces=tuple(faces))
    with _ONE_AT_A_TIME:
        _get_ready()
        return typeset_bytes(job if fonts == asked.fonts else pickle.dumps(replace(asked, fonts=fonts)))


@cache
def _get_ready() -> None:
    warm_up()


def keep_fonts(fonts: Mapping[str, bytes]) -> None:
    """Keep font files by their digests. Raises `CaseboundError` for other bytes, or when they cannot be written."""
    for digest, data in fonts.items():
        if hashlib.sha256(data).hexdigest() != digest:
            raise CaseboundError(f"字体 {digest} 的内容不对 / the bytes of this font are not those of its digest")
        write_file(_kept(digest), data)


def _needs_rare(job: PrintJob) -> bool:
    """Whether the layout engine will open the uncut faces."""
    text = unescape(job.html) + svg_text(job.assets) + stylesheet_text(job.stylesheets)
    return bool(rare_characters(text, job.fonts))


def _placed(face: FontFace) -> FontFace | None:
    """The face with the place of its file on this machine."""
    for path in (face.path, _kept(face.digest)):
        if _digest(path) == face.digest:
            return replace(face, path=path)
    return None


def _kept(digest: str) -> Path:
    return cache_folder() / "fonts" / f"{digest[:32]}.otf"


def _digest(path: Path) -> str:
    try:
        state = path.stat()
        return _digest_of(path, state.st_size, state.st_mtime_ns)
    except OSError:
        return ""


@cache
def _digest_of(path: Path, _size: int, _time: int) -> str:
    """Worked out once for each state of a file: there are tens of megabytes in them."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
