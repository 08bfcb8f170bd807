"""The severities in words."""

from casebound.text.finding import Severity
from casebound.text.localized import phrase

SEVERITIES = {
    Severity.ERROR: phrase("错误", "error"),
    Severity.WARNING: phrase("警告", "warning"),
    Severity.ADVICE: phrase("建议", "advice"),
}
