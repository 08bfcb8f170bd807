"""A rule: something checkable, as data. The code behind it is its kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casebound.text.finding import Severity
from casebound.text.localized import NOTHING, Localized
from casebound.text.source import Span


class Profile(StrEnum):
    """A stage of a write-up. Each holds all rules of the stages before it."""

    DRAFT = "draft"
    """While it is being written: what is wrong is said, what is not there yet is not."""
    SUBMITTED = "submitted"
    """Ready for evaluators: everything that the criteria ask for."""
    PUBLISHED = "published"
    """Ready for readers outside: personal data, wording and what others need to do the same."""

    def includes(self, other: Profile) -> bool:
        """Whether the rules of `other` hold in this stage."""
        stages = list(Profile)
        return stages.index(other) <= stages.index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule says of itself, whatever its kind."""

    id: str = ""
    """Reads after “allow”: `unanswered-criterion`."""
    kind: str = ""
    severity: Severity = Severity.ERROR
    profile: Profile = Profile.DRAFT
    """The earliest stage in which it holds."""
    languages: tuple[str, ...] = ()
    """Languages of the write-ups it holds for; none: all."""
    message: Localized = NOTHING
    """With `{name}` places that the kind fills in."""
    hint: Localized = NOTHING
    why: Localized = NOTHING
    bad: str = ""
    """A fragment of a write-up in which it finds something: front-matter lines, `---`, body; either may be absent."""
    good: str = ""
    """The same, mended."""
    place: Span | None = None
    """Where the rule itself is written."""
    demanded_by: Localized = NOTHING
    """The framework or route that lists it, in words; nothing for a rule that holds everywhere."""
