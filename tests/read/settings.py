"""Settings read from a text, with what is said of them."""

from __future__ import annotations

from casebound.read.config import Config, read_config
from casebound.read.fields import Reading
from casebound.text.source import Source


def read(text: str) -> tuple[Config, list[tuple[int, str, str, str]]]:
    """The settings; and of each finding its line, the text it points at, its rule and its message in Chinese."""
    reading = Reading()
    config = read_config(Source(path="casebound.toml", text=text), reading).config
    said = []
    for finding in reading.findings:
        line, _ = finding.span.source.position(finding.span.start)
        said.append((line, finding.span.text, finding.rule, finding.message.to("zh-CN")))
    return config, said
