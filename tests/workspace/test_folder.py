"""What a workspace's folder says of a file that it cannot read."""

from __future__ import annotations

from pathlib import Path

from casebound.workspace.folder import WorkspaceFolder


def test_what_the_system_does_not_let_us_read_is_empty_and_said(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    folder = WorkspaceFolder(tmp_path)
    assert folder.bytes_of(tmp_path / "content") == b""  # a folder where a file should be
    (finding,) = folder.reading.findings
    assert (finding.rule, finding.span.source.path) == ("unreadable-file", "content")
    assert finding.message.to("zh-CN").startswith("读不了这个文件（")  # the rest is the system's own words
