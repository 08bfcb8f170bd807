"""The same texts → Pagefind's index, and how many of the same substrings it finds, served over HTTP as it must be."""

from __future__ import annotations

import gzip
import html
import json
import shlex
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def ask_pagefind(folder: Path, texts: dict[str, list[str]], queries: list[str], command: str) -> dict[str, Any]:
    """Write a plain page for each case, index them, and ask for each substring in a page that has just been opened."""
    from playwright.sync_api import sync_playwright

    for id, said in texts.items():
        page = folder / id / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        body = "".join(f"<p>{html.escape(text)}</p>" for text in said)
        page.write_text(f'<html lang="zh-CN"><title>{id}</title><body data-pagefind-body>{body}</body></html>', "utf-8")
    (folder / "index.html").write_text('<html lang="zh-CN"><title>Home</title></html>', "utf-8")
    start = time.perf_counter()
    subprocess.run([*shlex.split(command), "--site", str(folder)], check=True, capture_output=True)
    seconds = time.perf_counter() - start
    built = folder / "pagefind"
    size = sum(path.stat().st_size for path in built.rglob("*") if path.is_file())
    pages = {}
    for path in (built / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
        pages[path.name.removesuffix(".pf_fragment")] = json.loads(data)["url"].strip("/").partition("/")[0]
    whole = {id: "\n".join(said) for id, said in texts.items()}
    recalls, precisions, milliseconds = [], [], []
    command_line = [sys.executable, "-m", "http.server", "8799", "--bind", "127.0.0.1", "--directory", str(folder)]
    server = subprocess.Popen(command_line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        with sync_playwright() as playwright:
            executable = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            for query in queries:
                page.goto("http://127.0.0.1:8799/index.html")
                got = page.evaluate(_ASK, f'"{query}"' if " " in query else query)
                truth = {id for id, text in whole.items() if query in text}
                found = {pages[id] for id in got["ids"]}
                recalls.append(len(truth & found) / len(truth))
                precisions.append(len(truth & found) / len(found) if found else 1.0)
                milliseconds.append(got["time"])
            browser.close()
    finally:
        server.terminate()
        server.wait()
    return {
        "recall": round(statistics.mean(recalls), 4),
        "found_whole": round(sum(value == 1 for value in recalls) / len(recalls), 4),
        "found_nothing": round(sum(value == 0 for value in recalls) / len(recalls), 4),
        "precision": round(statistics.mean(precisions), 4),
        "first_ms": round(statistics.median(milliseconds), 1),
        "index_seconds": round(seconds, 1),
        "index_megabytes": round(size / 1e6, 1),
    }


_ASK = """
async query => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const start = performance.now();
  const found = await pagefind.search(query);
  if (found.results.length) await found.results[0].data();
  return { ids: found.results.map(result => result.id), time: performance.now() - start };
}
"""
