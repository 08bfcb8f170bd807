"""`casebound lsp`: findings, completions and fixes inside an editor, over the Language Server Protocol."""

from __future__ import annotations

import click

from casebound.cli.options import CONTEXT
from casebound.cli.speech import Say
from casebound.text.error import CaseboundError
from casebound.text.localized import CHINESE, ENGLISH

NEEDED = ("pygls", "lsprotocol", "cattrs", "attrs")


def command(say: Say) -> click.Command:
    """The verb, its help in one language."""

    @click.command(
        "lsp",
        context_settings=CONTEXT,
        short_help=say("供编辑器调用：边写边检查", "For editors: checks while you write"),
        help=say(
            "编辑器的语言服务器，经标准输入输出对话，由编辑器启动；设置方法见 docs/editors.md。\n\n"
            "从不写文件，也不联网。需要 pygls：pip install 'casebound[lsp]'",
            "A language server for editors, over standard input and output; an editor starts it: see docs/editors.md."
            "\n\nIt writes no file and uses no network. Needs pygls: pip install 'casebound[lsp]'",
        ),
    )
    @click.option("--stdio", is_flag=True, hidden=True)
    def lsp(stdio: bool) -> int:  # many editors pass --stdio; it is what we do anyway
        del stdio
        try:
            from casebound.cli.lsp_features import serve
        except ModuleNotFoundError as missing:
            if (missing.name or "").partition(".")[0] not in NEEDED:
                raise
            raise CaseboundError(
                say(
                    "编辑器支持还没有安装：pip install 'casebound[lsp]'",
                    "Support for editors is not installed: pip install 'casebound[lsp]'",
                )
            ) from missing
        return serve(say(CHINESE, ENGLISH))

    return lsp
