"""Bytes as text: UTF-8 with or without a mark; anything else is shown, and said."""

import pytest

from casebound.read.decode import LARGEST, decode, too_large


def test_utf8_needs_nothing() -> None:
    source, findings = decode("case.md", "标题: 一\r\n".encode())
    assert (source.path, source.text, findings) == ("case.md", "标题: 一\r\n", [])


def test_a_byte_order_mark_is_no_text() -> None:
    assert decode("case.md", b"\xef\xbb\xbfid: x")[0].text == "id: x"


@pytest.mark.parametrize(
    ("text", "encoding", "name", "line"),
    [
        ("id: x\nlang: en\n标题: 等候\n", "gb18030", "GBK", 3),
        ("标题: 等候\n", "gbk", "GBK", 1),
        ("id: x\n标题: 等候\n", "utf-16", "UTF-16", 1),
        ("id: x\n标题: 等候\n", "utf-16-be", "UTF-16", 1),
    ],
)
def test_another_encoding_is_named_at_its_first_line(text: str, encoding: str, name: str, line: int) -> None:
    data = (b"\xfe\xff" if encoding == "utf-16-be" else b"") + text.encode(encoding)
    source, (finding,) = decode("case.md", data)
    assert source.text == text
    assert finding.rule == "not-utf-8"
    assert finding.message.to("zh-CN") == f"这不是 UTF-8 文本，像是 {name}"
    assert finding.span.text == text.splitlines()[line - 1]


@pytest.mark.parametrize("before", ["标题: 一\n", "标题: 一二\n摘要: 三\n", "甲\r\n\r\n乙丙丁\r\n"])
def test_one_bad_byte_in_utf8_is_named_in_its_line(before: str) -> None:
    source, (finding,) = decode("case.md", before.encode() + b"x: \xff\n")
    assert source.position(finding.span.start)[0] == before.count("\n") + 1


def test_a_file_too_large_is_not_read() -> None:
    assert decode("case.md", b"a" * LARGEST)[1] == []
    source, (finding,) = decode("case.md", b"a" * 10_000_000)
    assert source.text == ""
    assert (finding.rule, finding.span.source.path) == ("too-large", "case.md")
    assert finding.message.to("zh-CN") == "文件有 10.0 MB，超过 2 MB，没有读"
    assert too_large("case.md", LARGEST + 1).message.to("en") == "The file has 2.0 MB, more than 2 MB, and was not read"


def test_a_lost_byte_does_not_make_a_text_another_encoding() -> None:
    data = ("早上空腹从七点半等到十点，眼前发花。" * 4).encode()
    source, findings = decode("case.md", data[:7] + data[8:])
    (finding,) = findings
    assert (finding.rule, finding.span.text, finding.span.start) == ("not-utf-8", "\ufffd", 2)
    assert finding.message.to("zh-CN").startswith("这里有字节坏了")
    assert source.text.startswith("早上")
    assert source.text.endswith("十点，眼前发花。")


def test_an_image_in_place_of_a_text_is_one_finding() -> None:
    source, findings = decode("case.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\x80" * 9)
    assert source.text == ""
    assert [finding.message.to("zh-CN") for finding in findings] == ["这不是文字，像是图片或别的文件"]
