"""How well the site's search finds: its index over generated cases, in the system's Chromium, from a folder.

    .venv/bin/python bench/site_search.py [--cases 10000] [--seed 1] [--queries 500] [--keep FOLDER] [--pagefind BINARY]

Substrings of the text, 2 to 12 characters, drawn by the seed, are typed into the search page. Measured: whether all
cases that hold one are found (a plain scan of the text says which), whether what is shown holds it, milliseconds from
the last letter to the first result, bytes fetched for it; the size of the index, the time to make it, and to change one
case. With `--pagefind`, the same substrings through Pagefind's index of the same texts, served over HTTP.
Prints all of it and writes build/bench/site_search.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from generate import generate

ROOT = Path(__file__).resolve().parents[1]
TARGETS = {"first_ms": 150.0, "bytes": 300_000, "recall": 1.0, "size": 1.0}
LANG = "zh-CN"


def main() -> None:
    """Generate, build, ask, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--pagefind", default="")
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="casebound-search-"))
    workspace, site = folder / "workspace", folder / "site"
    if not workspace.exists():
        generate(workspace, cases=options.cases, seed=options.seed, mistakes=0)
    report: dict[str, Any] = {"cases": options.cases, "seed": options.seed}
    texts = build(workspace, site, report)
    report["queries"] = ask(site, texts, options.queries, options.seed)
    if options.pagefind:
        from site_pagefind import ask_pagefind

        queries = substrings(texts, options.queries, options.seed)
        report["pagefind"] = ask_pagefind(folder / "pagefind", texts, queries, options.pagefind)
    if not options.keep:
        shutil.rmtree(folder)
    print(json.dumps(report, indent=1, ensure_ascii=False))
    target = ROOT / "build/bench/site_search.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def build(workspace: Path, site: Path, report: dict[str, Any]) -> dict[str, list[str]]:
    """Write the search page and its data for a workspace; its texts by case, a string for each passage."""
    from jinja2 import FileSystemLoader

    from casebound.compose.artifact import Artifact
    from casebound.compose.site_edition import Edition, make_site_environment
    from casebound.compose.site_search import make_search_index, make_search_page
    from casebound.compose.site_spoken import Spoken

    names = sorted(path.name for path in (workspace / "content/cases").iterdir())
    with ProcessPoolExecutor(2, initializer=_open, initargs=(workspace,)) as pool:
        made = list(pool.map(_read, names, chunksize=50))
    records, passages, files = zip(*((record, said, text) for record, said, text, _ in made), strict=True)
    report["texts_seconds"] = round(sum(seconds for _, _, _, seconds in made), 2)
    ground = _ground(workspace)
    environment = make_site_environment(FileSystemLoader(ROOT / "templates"), ground, LANG)
    edition = Edition(ground=ground, lang=LANG, environment=environment, records=records)
    ids = [record.id for record in records]
    stood: dict[str, bytes] = {artifact.path: artifact.data for artifact in files}

    def spoken(passages: list[Any]) -> Spoken:
        by_id = dict(zip(ids, passages, strict=True))
        digests = {id: hashlib.sha256(repr(each).encode()).hexdigest() for id, each in by_id.items()}
        return Spoken(digests=digests, passages=by_id.__getitem__)

    start = time.process_time()
    first = spoken(list(passages))
    artifacts = [make_search_page(edition), *make_search_index(edition, first)]
    report["index_seconds"] = round(time.process_time() - start, 2)
    report["megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1)
    for artifact in (*artifacts, *files):
        path = site / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.data)
    shutil.copytree(ROOT / "site/assets", site / "assets", dirs_exist_ok=True)
    shutil.copy(ROOT / "templates/tokens.css", site / "assets")
    texts = {record.id: [text for one in said for text in (one.heading, one.text) if text]
             for record, said in zip(records, passages, strict=True)}  # fmt: skip
    text_bytes = sum(len(text.encode()) for said in texts.values() for text in said)
    data = sum(len(artifact.data) for artifact in (*artifacts, *files) if "/data/" in artifact.path)
    report["text_megabytes"], report["size"] = round(text_bytes / 1e6, 1), round(data / text_bytes, 3)
    # One case gets another sentence.
    number = len(passages) // 2
    said = list(passages[number])
    longest = max(range(len(said)), key=lambda place: len(said[place].text))
    said[longest] = replace(said[longest], text="这一句是后来添上的，说的是三月里的事。" + said[longest].text)
    stood.update({artifact.path: artifact.data for artifact in artifacts})
    start = time.process_time()
    second = replace(
        spoken([*passages[:number], tuple(said), *passages[number + 1 :]]),
        former_digests=first.digests,
        former=first.passages,
        read=stood.__getitem__,
    )
    changed = [item for item in make_search_index(edition, second) if isinstance(item, Artifact)]
    report["edit_seconds"], report["edit_files"] = round(time.process_time() - start, 3), len(changed)
    anew = make_search_index(edition, replace(second, former_digests=None))
    again = {item.path: item.data for item in anew if isinstance(item, Artifact)}
    after = {**stood, **{item.path: item.data for item in changed}}
    report["edit_is_same_as_anew"] = all(after[path] == data for path, data in again.items())
    return texts


_worker: dict[str, Any] = {}


def _open(workspace: Path) -> None:
    from casebound.workspace.folder import WorkspaceFolder

    _worker.update(root=workspace, folder=WorkspaceFolder(workspace, {}), ground=_ground(workspace))


@cache
def _ground(workspace: Path) -> Any:
    from jinja2 import FileSystemLoader

    from casebound.compose.site_edition import SiteGround
    from casebound.compose.site_map import SiteMap
    from casebound.workspace.folder import WorkspaceFolder
    from casebound.workspace.surroundings import read_surroundings
    from casebound.workspace.templates import read_words

    around = read_surroundings(WorkspaceFolder(workspace, {}), "")
    return SiteGround(
        config=around.settings.config,
        map=SiteMap(languages=(LANG,)),
        frameworks=around.frameworks,
        routes=around.routes,
        vocabulary=around.vocabulary,
        results=None,
        words=read_words(FileSystemLoader(ROOT / "templates"), "site/words.yaml"),
    )


def _read(name: str) -> tuple[Any, Any, Any, float]:
    """A case's record, passages and file of words, and the processor seconds that the file took."""
    from casebound.compose.public_case import make_public_cases
    from casebound.compose.site_case import make_site_case
    from casebound.compose.site_passages import make_passages
    from casebound.compose.site_record import make_record
    from casebound.compose.site_search import make_text
    from casebound.workspace.case_folder import list_files, read_case_folder

    files = list_files(f"{_worker['root']}/content/cases/{name}")
    (case,) = make_public_cases(read_case_folder(_worker["folder"], name, files))
    ground = _worker["ground"]
    site_case = make_site_case(case, LANG, ground=ground, known={})
    record = make_record(site_case.chapter, LANG, site_case.path, case.translation(LANG), None)
    start = time.process_time()
    passages = make_passages(site_case.chapter)
    text = make_text(ground.map, record, passages)
    return record, passages, text, time.process_time() - start


def measure_search(site: Path, workspace: Path) -> dict[str, Any]:
    """What `site.py` reports of the search of a site that has been built: of its default language."""
    from casebound.compose.site_search import read_passages

    del workspace
    folder = site / "search/data"
    said = {path.stem: read_passages(path.read_bytes()) for path in sorted((folder / f"t/{LANG}").iterdir())}
    texts = {id: [text for one in each for text in (one.heading, one.text) if text] for id, each in said.items()}
    text_bytes = sum(len(text.encode()) for each in texts.values() for text in each)
    data = sum(path.stat().st_size for path in folder.rglob("*.js"))
    return {"size": round(data / text_bytes, 3), **ask(site, texts, 500, 1)}


def substrings(texts: dict[str, list[str]], count: int, seed: int) -> list[str]:
    """Stretches of the text as long as chance says, with a letter in them and no blank at their ends."""
    chance, ids, found = random.Random(seed), sorted(texts), []
    while len(found) < count:
        text = chance.choice(texts[chance.choice(ids)])
        start, length = chance.randrange(len(text)), chance.randint(2, 12)
        part = text[start : start + length]
        if len(part) == length and part == part.strip() and any(letter.isalnum() for letter in part):
            found.append(part)
    return found


def ask(site: Path, texts: dict[str, list[str]], count: int, seed: int) -> dict[str, Any]:
    """Type them into the page, each into one that has just been opened, and compare with a plain scan."""
    from playwright.sync_api import sync_playwright

    queries = substrings(texts, count, seed)
    ids = list(texts)
    whole = ["\n".join(said) for said in texts.values()]
    milliseconds, fetched, recalls, missed = [], [], [], []
    wrong = counts = nothing = 0
    with sync_playwright() as playwright:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for query in queries:
            typed = f'"{query}"' if " " in query or query[0] in '"“「' else query
            page.goto((site / "search/index.html").as_uri())
            page.wait_for_selector(".searching.ready")
            got = page.evaluate(_ASK, typed)
            milliseconds.append(got["time"])
            fetched.append(got["bytes"])
            truth = {ids[number] for number, text in enumerate(whole) if query in text}
            found = set(got["cases"])
            recalls.append(len(truth & found) / len(truth))
            if not truth <= found:
                missed.append(query)
            plain = "".join(query.split()).casefold()
            wrong += sum(plain not in "".join("".join(texts[id]).split()).casefold() for id in got["shown"])
            nothing += not got["shown"]
            counts += got["said"].replace(",", "").find(str(len(truth))) >= 0
        browser.close()
    slowest = sorted(zip(milliseconds, queries, strict=True), reverse=True)[:5]
    milliseconds.sort()
    fetched.sort()
    return {
        "count": len(queries),
        "recall": round(statistics.mean(recalls), 4),
        "found_whole": round(sum(value == 1 for value in recalls) / len(recalls), 4),
        "missed": missed[:20],
        "nothing_shown": nothing,
        "slowest": [query for _, query in slowest],
        "shown_and_wrong": wrong,
        "count_said_exactly": round(counts / len(queries), 3),
        "first_ms": {"median": _at(milliseconds, 0.5), "p95": _at(milliseconds, 0.95), "max": _at(milliseconds, 1)},
        "bytes": {"median": _at(fetched, 0.5), "p95": _at(fetched, 0.95), "max": _at(fetched, 1)},
    }


def _at(values: list[float], share: float) -> float:
    return round(values[min(len(values) - 1, int(share * len(values)))], 1)


_ASK = """
async query => {
  const box = document.querySelector(".search-form input"), list = document.querySelector(".found");
  const start = performance.now();
  let time = null;
  const first = new Promise(done => {
    new MutationObserver(() => {
      if (time === null && list.querySelector(".result")) { time = performance.now() - start; done(); }
    }).observe(list, { childList: true });
    setTimeout(done, 15000);
  });
  box.value = query;
  box.dispatchEvent(new InputEvent("input"));
  await first;
  while (document.querySelector(".searching[aria-busy]")) await new Promise(done => setTimeout(done, 5));
  const bytes = caseboundSearch.bytes;
  const links = [...list.querySelectorAll(".result h2 a")];
  const shown = links.map(link => decodeURIComponent(link.href.split("/cases/")[1].split("/")[0]));
  const said = document.querySelector(".search-count").textContent;
  const found = await caseboundSearch.find(query);
  const ids = (await caseboundSearch.open()).ids;
  return { time: time === null ? 15000 : time, bytes, shown, said, cases: found.cases.map(number => ids[number]) };
}
"""

if __name__ == "__main__":
    main()
