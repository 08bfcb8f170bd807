"""A case, whole and as its reader sees it → its standing: evidence, effect, replicability, none of them mixed."""

from __future__ import annotations

from decimal import Decimal

from casebound.model.case import Case, Replication
from casebound.model.evidence import strength_of
from casebound.model.missing import why_no_value
from casebound.model.standing import Effect, Replicability, ReplicationPart, Standing, Strength
from casebound.model.value import value_of
from casebound.text.localized import NOTHING, phrase

_NO_MEASURE = phrase("没有指标", "There is no measure")


def standing_of(whole: Case, shown: Case | None = None) -> Standing:
    """The standing of a case for the reader of `shown`, which is the whole case without what that reader must not see.

    The level and which parts are recorded are those of the whole case; numbers are those that the reader sees.
    """
    shown = whole if shown is None else shown
    strength: Strength = whole.standing.strength if whole.standing else strength_of(whole)
    return Standing(strength=strength, effect=_effect(shown), replicability=_replicability(whole, shown))


def _effect(case: Case) -> Effect:
    met = [measure.is_target_met for measure in case.measures if measure.is_target_met is not None]
    if not case.measures:
        return Effect(why_not=_NO_MEASURE)
    name = f"{case.measures[0].id}.improvement_percent"
    value = value_of(case, name)
    return Effect(
        measure=case.measures[0].id,
        percent=value.value if value else None,
        why_not=NOTHING if value else why_no_value(case, name) or NOTHING,
        met=sum(met),
        targets=len(met),
    )


def _replicability(whole: Case, shown: Case) -> Replicability:
    there = whole.standing.replicability.there if whole.standing else _parts(whole.replication)
    seen = _parts(shown.replication)
    replication = shown.replication or Replication()
    cost = replication.cost
    return Replicability(
        there=there,
        missing=tuple(part for part in ReplicationPart if part not in there),
        withheld=tuple(part for part in there if part not in seen),
        weeks=weeks_of(replication),
        one_off=cost.one_off if cost else None,
        annual=cost.annual if cost else None,
        currency=cost.currency if cost else "",
        adopters=len(shown.adoptions),
    )


def _parts(replication: Replication | None) -> tuple[ReplicationPart, ...]:
    """Those in which something stands; costs need a sum, steps their weeks, risks their responses."""
    if replication is None:
        return ()
    cost = replication.cost
    filled = {
        ReplicationPart.PRECONDITIONS: bool(replication.preconditions),
        ReplicationPart.CORE_ELEMENTS: bool(replication.core_elements),
        ReplicationPart.ADAPTABLE: bool(replication.adaptable),
        ReplicationPart.RESOURCES: bool(replication.resources),
        ReplicationPart.COST: cost is not None and (cost.one_off is not None or cost.annual is not None),
        ReplicationPart.STEPS: weeks_of(replication) is not None,
        ReplicationPart.RISKS: bool(replication.risks) and all(item.response for item in replication.risks),
        ReplicationPart.LESSONS: bool(replication.lessons),
        ReplicationPart.SUSTAINMENT: bool(replication.sustainment),
        ReplicationPart.CONTACT: replication.contact is not None,
    }
    return tuple(part for part, is_there in filled.items() if is_there)


def weeks_of(replication: Replication) -> Decimal | None:
    """The steps together, in weeks; None while a step does not say."""
    weeks = [step.weeks for step in replication.steps]
    if not weeks or None in weeks:
        return None
    return sum((each for each in weeks if each is not None), Decimal(0))
