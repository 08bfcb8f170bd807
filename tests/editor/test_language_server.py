"""The installed command `casebound lsp`, spoken to over pipes with JSON-RPC as an editor does."""

from __future__ import annotations

import itertools
import json
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [str(Path(sys.executable).with_name("casebound")), "lsp"]
CASE = "content/cases/antenatal-waiting/case.md"
SECONDS = 30.0


class Client:
    """An editor: sends, and keeps what arrives."""

    def __init__(self, folder: Path) -> None:
        self.server = subprocess.Popen(
            COMMAND, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.numbers = itertools.count(1)
        self.arrived: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.kept: list[dict[str, Any]] = []
        self.errors: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=lambda: self.errors.extend(self.server.stderr or ()), daemon=True).start()

    def _listen(self) -> None:
        out = self.server.stdout
        assert out is not None
        while header := out.readline():
            size = int(header.removeprefix(b"Content-Length: "))
            while out.readline().strip():
                pass
            self.arrived.put(json.loads(out.read(size)))
        self.arrived.put(None)

    def raw(self, data: bytes) -> None:
        assert self.server.stdin is not None
        self.server.stdin.write(data)
        self.server.stdin.flush()

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def tell(self, method: str, params: Any) -> None:
        self.send(method=method, params=params)

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message of that sort, kept or still to come."""
        for message in self.kept:
            if wanted(message):
                self.kept.remove(message)
                return message
        while True:
            arrived = self.arrived.get(timeout=SECONDS)
            assert arrived is not None, b"".join(self.errors).decode()
            if wanted(arrived):
                return arrived
            self.kept.append(arrived)

    def answer(self, method: str, params: Any) -> dict[str, Any]:
        number = next(self.numbers)
        self.send(id=number, method=method, params=params)
        return self.wait(lambda message: message.get("id") == number and "method" not in message)

    def ask(self, method: str, params: Any) -> Any:
        return self.answer(method, params)["result"]

    def diagnostics(self, uri: str, version: int | None) -> list[dict[str, Any]]:
        """What is said of a version of a text."""

        def wanted(message: dict[str, Any]) -> bool:
            params = message.get("params") or {}
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and params.get("uri") == uri
                and params.get("version") == version
            )

        found: list[dict[str, Any]] = self.wait(wanted)["params"]["diagnostics"]
        return found

    def leave(self) -> int:
        assert self.ask("shutdown", None) is None
        self.tell("exit", None)
        return self.server.wait(SECONDS)


CAPABILITIES = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "publishDiagnostics": {"relatedInformation": True},
    },
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sample workspace."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "casebound.toml", tmp_path)
    return tmp_path


@pytest.fixture
def client(workspace: Path) -> Iterator[Client]:
    """An editor that has not said anything yet."""
    client = Client(workspace)
    yield client
    if client.server.poll() is None:
        client.server.kill()
    client.server.wait(SECONDS)
    for stream in (client.server.stdin, client.server.stdout, client.server.stderr):
        if stream:
            stream.close()


def begin(client: Client, locale: str = "zh-cn", **options: Any) -> dict[str, Any]:
    params = {"processId": None, "rootUri": None, "capabilities": CAPABILITIES, "locale": locale, **options}
    result: dict[str, Any] = client.ask("initialize", params)
    client.tell("initialized", {})
    return result


def open_text(client: Client, path: Path, text: str, version: int = 1) -> str:
    item = {"uri": path.as_uri(), "languageId": "markdown", "version": version, "text": text}
    client.tell("textDocument/didOpen", {"textDocument": item})
    return path.as_uri()


def change(client: Client, uri: str, version: int, *changes: dict[str, Any]) -> None:
    params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)}
    client.tell("textDocument/didChange", params)


def units(text: str) -> int:
    """UTF-16 code units, counted without our own code."""
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after LSP edits, applied to its UTF-16 lines without our own code."""
    lines = text.encode("utf-16-le").split("\n".encode("utf-16-le"))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 2)
    data = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda edit: -edit["range"]["start"]["line"]):
        first, last = (
            starts[edit["range"][end]["line"]] + 2 * edit["range"][end]["character"] for end in ("start", "end")
        )
        data = data[:first] + edit["newText"].encode("utf-16-le") + data[last:]
    return data.decode("utf-16-le")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_an_editor_sees_a_mistake_where_it_stands_and_mends_it(client: Client, workspace: Path) -> None:
    before = files(workspace)
    result = begin(client)
    assert result["capabilities"]["positionEncoding"] == "utf-16"
    assert result["serverInfo"]["name"] == "casebound"
    path = workspace / CASE
    good = path.read_text(encoding="utf-8")
    place = good.index("{val}`wait.baseline`")
    line = good.rfind("\n", 0, place) + 1
    bad = good[:line] + "🙂👩‍👧 见 {val}`wait.basline` 。" + good[line:]

    uri = open_text(client, path, bad)
    (found,) = [item for item in client.diagnostics(uri, 1) if item["code"] == "broken-value"]
    number = bad.count("\n", 0, line)
    column = units("🙂👩‍👧 见 ")
    assert column == 10
    assert found["range"] == {
        "start": {"line": number, "character": column},
        "end": {"line": number, "character": column + len("{val}`wait.basline`")},
    }
    assert (found["severity"], found["source"]) == (1, "casebound")
    assert found["message"] == "指标里取不到“wait.basline”\n是否想写“wait.baseline”？"

    actions = client.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": [found]}},
    )
    (mend,) = [item for item in actions if item["title"] == "改成“wait.baseline”"]
    assert mend["kind"] == "quickfix"
    (document,) = mend["edit"]["documentChanges"]
    assert document["textDocument"] == {"uri": uri, "version": 1}
    (edit,) = document["edits"]
    assert edited(bad, [edit]) == bad.replace("wait.basline", "wait.baseline")
    assert any(item["title"] == "这里允许“broken-value”，并写明理由" for item in actions)

    change(client, uri, 2, {"range": edit["range"], "text": edit["newText"]})
    assert [item for item in client.diagnostics(uri, 2) if item["code"] == "broken-value"] == []
    change(client, uri, 3, {"text": good})
    assert [item for item in client.diagnostics(uri, 3) if item["severity"] < 3] == []
    client.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.leave() == 0
    assert files(workspace) == before


@pytest.mark.slow
def test_completion_hover_symbols_and_definition(client: Client, workspace: Path) -> None:
    begin(client)
    path = workspace / CASE
    text = path.read_text(encoding="utf-8").replace("criterion=5.2.2", "criterion=5.2.2 🙂", 1)
    text = text.replace("criterion=5.2.2 🙂", "criterion=")
    uri = open_text(client, path, text)
    at = text.index("criterion=}")
    line, column = text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1 + len("criterion=")
    params = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
    items = {item["label"]: item for item in client.ask("textDocument/completion", params)["items"]}
    assert items["5.2.2"]["detail"] == "问题导向"
    assert items["5.2.2"]["documentation"]["value"] == "要解决的问题是什么，现状数据说明了什么，为什么先做这一个？"
    assert "wentidaoxiang wtdx" in items["5.2.2"]["filterText"]
    here = {"line": line, "character": column}
    assert items["5.2.2"]["textEdit"] == {"range": {"start": here, "end": here}, "newText": "5.2.2"}

    at = text.index("{val}`wait.baseline`")
    line, column = text.count("\n", 0, at), units(text[text.rfind("\n", 0, at) + 1 : at]) + 8
    params = {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}}
    hover = client.ask("textDocument/hover", params)
    assert hover["contents"]["value"].startswith(
        "`wait.baseline` = **52.4分钟**\n\n**产检平均等候时间** `wait` · 越低越好"
    )
    assert "目标达成率 114.3%" in hover["contents"]["value"]  # (26.8 - 52.4) / (30 - 52.4) = 25.6 / 22.4 = 1.142857
    target = client.ask("textDocument/definition", params)
    assert target["uri"] == uri
    lines = text.split("\n")
    assert (
        lines[target["range"]["start"]["line"]].strip() == "baseline: {value: 52.4, period: 2024-01/2024-03, n: 3120}"
    )

    symbols = client.ask("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [item["name"] for item in symbols][:3] == ["选择课题", "现状调查", "设定目标"]
    assert client.leave() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "column"),
    # 🙂字: 4 + 3 bytes, 2 code points, 2 + 1 UTF-16 units; then a tab
    [("utf-8", 8), ("utf-32", 3), ("utf-16", 4)],
)
def test_places_are_exact_in_every_encoding(client: Client, workspace: Path, encoding: str, column: int) -> None:
    capabilities = {**CAPABILITIES, "general": {"positionEncodings": [encoding, "utf-16"]}}
    assert begin(client, capabilities=capabilities)["capabilities"]["positionEncoding"] == encoding
    text = (workspace / CASE).read_text(encoding="utf-8").replace("\n", "\r\n")
    uri = open_text(client, workspace / CASE, f"\ufeff{text}\r\n🙂字\t{{val}}`wait.no`\r\n")
    client.diagnostics(uri, 1)
    line = text.count("\r\n") + 1
    mark = {"utf-8": 3, "utf-32": 1, "utf-16": 1}[encoding]
    first = {"start": {"line": 0, "character": mark + 3}, "end": {"line": 0, "character": mark + 3}}
    change(
        client,
        uri,
        2,
        {"range": first, "text": "-"},
        {"range": {**first, "end": {"line": 0, "character": mark + 4}}, "text": ""},
    )
    (found,) = [item for item in client.diagnostics(uri, 2) if item["code"] == "broken-value"]
    assert found["range"] == {
        "start": {"line": line, "character": column},
        "end": {"line": line, "character": column + len("{val}`wait.no`")},
    }
    assert client.leave() == 0


@pytest.mark.slow
def test_everything_safe_is_mended_at_once_and_the_rest_may_be_allowed(client: Client, workspace: Path) -> None:
    begin(client)
    good = (workspace / CASE).read_text(encoding="utf-8")
    bad = good.replace("lang: zh-CN", "lang：zh-CN") + "\n等候 {val}`wait.no` 。\n"
    uri = open_text(client, workspace / CASE, bad)
    end = {"line": bad.count("\n"), "character": 0}
    everywhere = {"start": {"line": 0, "character": 0}, "end": end}
    params = {
        "textDocument": {"uri": uri},
        "range": everywhere,
        "context": {"diagnostics": [], "only": ["source.fixAll"]},
    }
    (everything,) = client.ask("textDocument/codeAction", params)
    assert (everything["title"], everything["kind"]) == ("改好本文件里所有可以放心改的", "source.fixAll")
    edits = everything["edit"]["documentChanges"][0]["edits"]
    mended = edited(bad, edits)
    assert mended == bad.replace("lang：zh-CN", "lang: zh-CN")
    change(client, uri, 2, {"text": mended})
    (found,) = [item for item in client.diagnostics(uri, 2) if item["code"] == "broken-value"]
    params = {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": [found]}}
    (allow,) = [item for item in client.ask("textDocument/codeAction", params) if item["title"].startswith("这里允许")]
    allowed = edited(mended, allow["edit"]["documentChanges"][0]["edits"])
    assert "\n<!-- casebound: allow broken-value — 理由 -->\n等候 {val}`wait.no` 。\n" in allowed
    change(client, uri, 3, {"text": allowed})
    left = [item["code"] for item in client.diagnostics(uri, 3) if item["severity"] < 3]
    assert left == ["changed-after-release"]
    assert client.leave() == 0


@pytest.mark.slow
def test_a_translation_is_judged_by_the_unsaved_original(client: Client, workspace: Path) -> None:
    begin(client, locale="en-GB")
    original, translation = workspace / CASE, (workspace / CASE).with_name("case.en.md")
    text = original.read_text(encoding="utf-8")
    english = open_text(client, translation, translation.read_text(encoding="utf-8"))
    assert [item["code"] for item in client.diagnostics(english, 1) if item["severity"] < 3] == []
    open_text(client, original, text + "\n再加一句。\n")
    (found,) = client.diagnostics(english, 1)
    assert found["code"] == "stale-translation"
    assert client.leave() == 0


@pytest.mark.slow
def test_the_language_follows_the_editor_and_then_the_setting(client: Client, workspace: Path) -> None:
    begin(client, locale="de")
    uri = open_text(client, workspace / CASE, "---\nlang: fr\n---\n")
    said = "“lang” does not know “fr”\nKnown: en, zh-CN"
    assert said in [item["message"] for item in client.diagnostics(uri, 1)]
    client.tell("workspace/didChangeConfiguration", {"settings": {"casebound": {"language": "zh-CN"}}})
    assert "“lang”不认识“fr”\n可用的有：en, zh-CN" in [item["message"] for item in client.diagnostics(uri, 1)]
    client.tell("workspace/didChangeConfiguration", {"settings": None})
    assert said in [item["message"] for item in client.diagnostics(uri, 1)]
    assert client.leave() == 0


@pytest.mark.slow
def test_a_data_file_that_changes_on_the_disk_counts_when_the_editor_says_so(client: Client, workspace: Path) -> None:
    watching = {**CAPABILITIES, "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    begin(client, capabilities=watching)
    asked = client.wait(lambda message: message.get("method") == "client/registerCapability")
    (registration,) = asked["params"]["registrations"]
    assert registration["method"] == "workspace/didChangeWatchedFiles"
    client.send(id=asked["id"], result=None)
    path = workspace / CASE
    uri = open_text(client, path, path.read_text(encoding="utf-8"))
    assert [item for item in client.diagnostics(uri, 1) if item["severity"] < 3] == []
    data = path.parent / "data" / "wait.csv"
    data.write_text(data.read_text(encoding="utf-8").replace("2024-01,", "2024-01,9", 1), encoding="utf-8")
    client.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": data.as_uri(), "type": 2}]})
    assert "value-off-data" in {item["code"] for item in client.diagnostics(uri, 1)}
    assert client.leave() == 0


@pytest.mark.slow
def test_a_framework_being_written_counts_at_once(client: Client, workspace: Path) -> None:
    begin(client, initializationOptions={"casebound": {"language": "en"}})
    path = workspace / CASE
    uri = open_text(client, path, path.read_text(encoding="utf-8"))
    client.diagnostics(uri, 1)
    framework = workspace / "content/frameworks/service-star-demo.yaml"
    text = framework.read_text(encoding="utf-8")
    own = open_text(client, framework, text.replace("status:", "statsu:"))
    found = [item for item in client.diagnostics(own, 1) if item["code"] == "unknown-key"]
    assert [item["message"].split("\n")[0] for item in found] == ["Unknown key “statsu”"]
    assert client.leave() == 0


@pytest.mark.slow
def test_what_is_malformed_is_answered_and_the_server_lives(client: Client, workspace: Path) -> None:
    begin(client)
    client.raw(b"nonsense\r\n\r\n")
    client.raw(b"Content-Length: 9\r\n\r\n{not json")
    client.raw(b"Content-Length: 2\r\n\r\n[]")
    assert client.answer("textDocument/hover", {"textDocument": 7})["error"]["code"] == -32602
    assert client.answer("textDocument/nothing", {})["error"]["code"] == -32601
    change(client, "file:///nowhere/case.md", 2, {"text": "x"})
    client.tell(
        "textDocument/didOpen", {"textDocument": {"uri": "untitled:1", "languageId": "", "version": 1, "text": ""}}
    )
    uri = open_text(client, workspace / CASE, "---\nid: [\n")
    far = {"textDocument": {"uri": uri}, "position": {"line": 99, "character": 99}}
    assert client.answer("textDocument/completion", far)["result"]["items"] == []
    assert client.answer("textDocument/hover", far)["result"] is None
    assert client.diagnostics(uri, 1) != []
    assert client.leave() == 0


@pytest.mark.slow
def test_leaving_without_a_word_is_a_failure(client: Client) -> None:
    begin(client)
    client.tell("exit", None)
    assert client.server.wait(SECONDS) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh_CN.UTF-8", "编辑器支持还没有安装：pip install 'casebound[lsp]'"),
        ("en_GB.UTF-8", "Support for editors is not installed: pip install 'casebound[lsp]'"),
    ],
)
def test_without_pygls_it_says_how_to_install_it(lang: str, said: str) -> None:
    code = "import sys; sys.modules['pygls'] = None; from casebound.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "lsp"],
        env={"LC_ALL": lang, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"casebound: {said}\n")
