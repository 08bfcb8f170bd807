"""The templates of a workspace, their words and style sheets: its own file by file, else the built-in ones."""

from __future__ import annotations

import contextlib
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import BaseLoader, BytecodeCache, Environment, FileSystemBytecodeCache, FunctionLoader
from jinja2.bccache import Bucket
from jinja2.loaders import split_template_path

from casebound.compose.environment import OwnTemplates, make_environment
from casebound.read.fields import LOCALIZED, MapOf, Reading
from casebound.read.nodes import read_yaml
from casebound.text.error import CaseboundError
from casebound.text.localized import Localized
from casebound.text.source import Source
from casebound.workspace.places import cache_folder
from casebound.workspace.resources import templates_dir


def template_loader(root: Path) -> BaseLoader:
    """The workspace's own templates first, then the built-in ones. A link out of the workspace is not followed.

    Where the workspace has no templates at all, what is built in is all there is, and trusted.
    """
    folder = root / "templates"
    if not folder.exists() or folder.resolve() == templates_dir().resolve():  # the latter in a checkout of ours
        return OwnTemplates(_built_in)

    def find(name: str) -> tuple[str, str, None] | None:
        inner = Path(*split_template_path(name))
        own = folder / inner
        is_own = own.is_file() and own.resolve().is_relative_to(root.resolve())
        return (_text(own, name), f"templates/{name}", None) if is_own else _built_in(name)

    return FunctionLoader(find)


def _built_in(name: str) -> tuple[str, str, None] | None:
    path = templates_dir() / Path(*split_template_path(name))
    return (_text(path, name), f"templates/{name}", None) if path.is_file() else None


def compiled_templates() -> BytecodeCache | None:
    """The compiled templates in the user's cache, each under a digest of its text: compiling them takes as long as
    composing a case. None where nothing can be kept.
    """
    folder = cache_folder() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Compiled(str(folder))


class _Compiled(FileSystemBytecodeCache):
    """What cannot be kept, on a disk that is full, is compiled again the next time. Each kind of environment has its
    own: what was compiled without a sandbox must not run in one."""

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        return super().get_bucket(environment, f"{type(environment).__name__}:{name}", filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def template_state(root: Path) -> str:
    """Digest of the names, sizes and times of all templates: built-in ones and the workspace's own."""
    parts = []
    for folder in (templates_dir(), root / "templates"):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file():
                state = path.stat()
                parts.append(f"{path}\0{state.st_size}\0{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def read_words(loader: BaseLoader, name: str) -> dict[str, Localized]:
    """The labels of a template folder, `key: {zh-CN: …, en: …}`: the built-in ones, the workspace's over them."""
    words: dict[str, Localized] = {}
    for text in (_text(templates_dir() / name, name), template_text(loader, name)):
        words.update(_words(name, text))
    return words


@lru_cache(maxsize=8)
def _words(name: str, text: str) -> dict[str, Localized]:
    node, findings = read_yaml(Source(path=name, text=text))
    if node is None or findings:
        raise CaseboundError(f"templates/{name} 读不懂 / cannot be read")
    return MapOf(LOCALIZED).read("", node, Reading()) or {}


def template_text(loader: BaseLoader, name: str) -> str:
    source, _, _ = loader.get_source(make_environment(loader, {}, ""), name)
    return source


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as failure:
        raise CaseboundError(f"templates/{name} 不是 UTF-8 文本 / is not UTF-8 text") from failure
    except OSError as failure:
        raise CaseboundError(f"templates/{name} 读不了：{failure.strerror} / cannot be read") from failure
