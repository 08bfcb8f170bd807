"""A consensus sheet's YAML → `Consensus`."""

from __future__ import annotations

from casebound.model.evaluation import Consensus, ConsensusMark, Dissent, EvaluationStatus
from casebound.read.fields import DATE, ID, NUMBER, TEXT, Field, ListOf, MapOf, Record, choice, required

CONSENSUS = Record(
    Consensus,
    {
        "case": required(ID),
        "status": required(choice(EvaluationStatus)),
        "date": Field(DATE),
        "participants": Field(ListOf(ID)),
        "frozen": required(MapOf(TEXT)),
        "marks": required(
            MapOf(
                Record(
                    ConsensusMark,
                    {
                        "value": Field(NUMBER),
                        "reason": Field(TEXT),
                        "dissent": Field(
                            ListOf(
                                Record(
                                    Dissent,
                                    {"evaluator": required(ID), "value": Field(NUMBER), "reason": required(TEXT)},
                                )
                            )
                        ),
                    },
                )
            )
        ),
    },
)
