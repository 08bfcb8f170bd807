"""The words that every format says alike: severities, hints, and how to make a fix."""

from casebound.text.finding import Severity
from casebound.text.fix import Fix
from casebound.text.localized import Localized, phrase

SEVERITIES = {
    Severity.ERROR: phrase("错误", "error"),
    Severity.WARNING: phrase("警告", "warning"),
    Severity.ADVICE: phrase("建议", "advice"),
}

HINT = phrase("提示：", "hint: ")

MEND = "casebound check --fix"
"""Makes every safe fix."""

MEND_SUGGESTED = f"{MEND} --suggested"
"""Makes the suggested ones too."""


def fix_label(fix: Fix) -> Localized:
    """What kind of fix it is."""
    return phrase("可自动修复", "fix") if fix.is_safe else phrase("修改建议", "suggested fix")


def fix_command(fix: Fix) -> str:
    """The command that makes it."""
    return MEND if fix.is_safe else MEND_SUGGESTED


def fix_words(fix: Fix) -> Localized:
    """What a fix does and how to make it, on one line."""
    return phrase(
        "{label}：{what}（{command}）",
        "{label}: {what} ({command})",
        label=fix_label(fix),
        what=fix.message,
        command=fix_command(fix),
    )
