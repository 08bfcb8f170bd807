"""A case: one achievement's write-up. Absent fields are empty, so that a half-written case is still a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from casebound.model.measure import Measure, MeasuredValue
from casebound.model.period import Period
from casebound.model.standing import Standing


class SubjectKind(StrEnum):
    """Who achieved it (clause 4.1)."""

    TEAM = "team"
    INDIVIDUAL = "individual"


class EvidenceKind(StrEnum):
    """What sort of thing supports a statement."""

    DOCUMENT = "document"
    RECORD = "record"
    DATA = "data"
    SURVEY = "survey"
    CERTIFICATE = "certificate"
    AWARD = "award"
    TESTIMONY = "testimony"


class StudyDesign(StrEnum):
    """How before and after were compared."""

    NARRATIVE = "narrative"
    BEFORE_AFTER = "before-after"
    RUN_CHART = "run-chart"
    CONTROL_CHART = "control-chart"
    COMPARISON = "comparison"
    INTERRUPTED_TIME_SERIES = "interrupted-time-series"


class Visibility(StrEnum):
    """How far a case may go."""

    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the team."""

    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The team or person, and where they work."""

    kind: SubjectKind | None = None
    name: str = ""
    organization: str = ""
    aliases: tuple[str, ...] = ()
    """Other ways in which the text names the subject or its organisation."""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that supports a statement and can be looked at."""

    kind: EvidenceKind | None = None
    title: str = ""
    date: date | None = None
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionAnswer:
    """How the subject meets one condition of the framework."""

    id: str = ""
    statement: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """How the effect was established."""

    design: StudyDesign | None = None
    comparison: str = ""
    data_quality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReview:
    """A person's judgement that the evidence is weaker than its design would allow; it can never be stronger."""

    level: int | None = None
    """1 to 5; see `model/evidence.py`."""
    reason: str = ""
    by: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something needed to do the same."""

    item: str = ""
    quantity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Money, in units of `currency`."""

    one_off: Decimal | None = None
    annual: Decimal | None = None
    savings: Decimal | None = None
    currency: str = ""
    basis: str = ""
    """What is counted, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step on the way to doing the same."""

    title: str = ""
    who: str = ""
    weeks: Decimal | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What may go wrong and what then helps."""

    risk: str = ""
    response: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to ask."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replication:
    """What it takes to do the same elsewhere."""

    preconditions: tuple[str, ...] = ()
    core_elements: tuple[str, ...] = ()
    adaptable: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    cost: Cost | None = None
    steps: tuple[Step, ...] = ()
    risks: tuple[Risk, ...] = ()
    lessons: tuple[str, ...] = ()
    sustainment: str = ""
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedMeasure:
    """A measure of the case as an adopter measured it, before and after, in the same unit."""

    measure: str = ""
    """Id of the case's measure."""
    baseline: MeasuredValue | None = None
    actual: MeasuredValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """Somebody else who did the same."""

    id: str = ""
    organization: str = ""
    date: Period | None = None
    changes: str = ""
    result: str = ""
    measures: tuple[AdoptedMeasure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What may be shown to whom, and until when it holds."""

    consent: bool | None = None
    visibility: Visibility = Visibility.PUBLIC
    private: tuple[str, ...] = ()
    """Field paths that never leave the house, such as `replication.contact` or `sections.root-causes`."""
    names: tuple[str, ...] = ()
    """Other organisations and persons named in the text."""
    license: str = ""
    review_by: date | None = None
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A data file from which a figure of the body is drawn."""

    file: str
    """Its path in the case's folder."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and the Markdown under it, up to the next heading."""

    id: str = ""
    title: str = ""
    level: int = 2
    criteria: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One achievement's write-up."""

    id: str = ""
    title: str = ""
    short_title: str = ""
    summary: str = ""
    lang: str = ""
    framework: str = ""
    route: str = ""
    example: bool | None = None
    """Whether the achievement is invented."""
    subject: Subject = Subject()
    industry: str = ""
    service: str = ""
    region: str = ""
    methods: tuple[str, ...] = ()
    period: Period | None = None
    conditions: tuple[ConditionAnswer, ...] = ()
    measures: tuple[Measure, ...] = ()
    study: Study | None = None
    evidence: EvidenceReview | None = None
    replication: Replication | None = None
    adoptions: tuple[Adoption, ...] = ()
    publication: Publication = Publication()
    aliases: tuple[str, ...] = ()
    """Former ids."""
    sections: tuple[Section, ...] = ()
    data: tuple[DataFile, ...] = ()
    standing: Standing | None = None
    """How strong, how large and how replicable it is, worked out before anything was taken out for an audience."""

    @property
    def name(self) -> str:
        """The title for narrow places."""
        return self.short_title or self.title

    def measure(self, id: str) -> Measure | None:
        """The measure of that id."""
        return next((measure for measure in self.measures if measure.id == id), None)
