"""The routes that explain decisions; they record nothing."""

from service.contract.comparison import Comparison, WhatIf
from service.contract.explanation import Counterfactuals, Explanation, Notice, Questions
from service.contract.operations.common import (
    BODY,
    DECISION,
    DECISION_ID,
    EXPLAINED,
    PARAMETERS,
    TARGET,
    together,
)
from service.contract.operations.operation import PDF, Answer, Body, Operation, Parameter
from service.language.catalogue import LANGUAGES

TAG = "Explanations"

_PROBLEMS = together(PARAMETERS, DECISION, EXPLAINED)
_UNCONFIRMED = {500: ("change_not_confirmed",)}
_REASONS = {500: ("reasons_do_not_hold",)}
_IMPOSSIBLE = {422: ("impossible_target",)}
_BOTH = ("Content-Language",)

OPERATIONS = (
    Operation(
        name="explain_decision",
        method="GET",
        path="/v1/decisions/{decision_id}/explanation",
        tag=TAG,
        summary="Explain a decision in full",
        says="Reasons, narrative, what would change the grade, what to ask next, what to ask for.",
        parameters=(
            DECISION_ID,
            TARGET,
            Parameter(
                "Accept-Language",
                "The language of the narrative, `en` or `zh`; all else is in both.",
                {"type": "string"},
                where="header",
                example="zh-CN, zh;q=0.9",
            ),
        ),
        answers={
            200: Answer(
                "The explanation.",
                Explanation,
                headers=("Content-Language", "Vary"),
                example="explanation",
            )
        },
        problems=together(_PROBLEMS, _IMPOSSIBLE, _UNCONFIRMED, _REASONS),
    ),
    Operation(
        name="why",
        method="GET",
        path="/v1/decisions/{decision_id}/why/{code}",
        rule="/v1/decisions/<decision_id>/why/<path:code>",
        tag=TAG,
        summary="Ask why something holds, or why not",
        parameters=(
            DECISION_ID,
            Parameter(
                "code",
                "A finding, pattern, test, dimension or cap, or `composite`; a space is `%20`.",
                {"type": "string", "minLength": 1},
                where="path",
                required=True,
                example="COLLECTIVE_DECISION",
            ),
        ),
        answers={200: Answer("Condition by condition.", "Why", headers=_BOTH, example="why")},
        problems=together(_PROBLEMS, {404: ("unknown_code",)}),
    ),
    Operation(
        name="counterfactuals",
        method="GET",
        path="/v1/decisions/{decision_id}/counterfactuals",
        tag=TAG,
        summary="Ask for the smallest changes that reach a better grade",
        parameters=(DECISION_ID, TARGET),
        answers={
            200: Answer("The changes.", Counterfactuals, headers=_BOTH, example="counterfactuals")
        },
        problems=together(_PROBLEMS, _IMPOSSIBLE, _UNCONFIRMED),
    ),
    Operation(
        name="questions",
        method="GET",
        path="/v1/decisions/{decision_id}/questions",
        tag=TAG,
        summary="Ask what is worth asking next",
        parameters=(DECISION_ID,),
        answers={200: Answer("The questions.", Questions, headers=_BOTH, example="questions")},
        problems=_PROBLEMS,
    ),
    Operation(
        name="notice",
        method="GET",
        path="/v1/decisions/{decision_id}/notice",
        tag=TAG,
        summary="Get the data of a letter to the borrower",
        parameters=(
            DECISION_ID,
            Parameter(
                "regime",
                "The rules by which borrowers are told: `none`, or one of the ruleset's policy.",
                {"type": "string", "default": "none"},
                example="us_reg_b",
            ),
        ),
        answers={200: Answer("The data.", Notice, headers=_BOTH, example="notice")},
        problems=together(_PROBLEMS, _REASONS, {422: ("unknown_regime",)}),
    ),
    Operation(
        name="report",
        method="GET",
        path="/v1/decisions/{decision_id}/report.pdf",
        tag=TAG,
        summary="Get a decision as a paper",
        says="A PDF of some pages, tagged (PDF/UA). The same bytes until something more is recorded"
        " about the decision.",
        parameters=(
            DECISION_ID,
            Parameter(
                "lang",
                "The language of the paper; without it, that of `Accept-Language`.",
                {"type": "string", "enum": list(LANGUAGES)},
                example="zh",
            ),
            Parameter(
                "Accept-Language",
                "The language where `lang` does not say.",
                {"type": "string"},
                where="header",
                example="zh-CN, zh;q=0.9",
            ),
        ),
        answers={
            200: Answer(
                "The paper.",
                media=PDF,
                headers=("Repr-Digest", "Content-Language", "Vary"),
            )
        },
        problems=together(_PROBLEMS, _UNCONFIRMED, _REASONS, {503: ("report_unavailable",)}),
    ),
    Operation(
        name="what_if",
        method="POST",
        path="/v1/decisions/{decision_id}/what-if",
        tag=TAG,
        summary="Ask what would follow if facts were otherwise",
        says="Labelled hypothetical, and never recorded.",
        parameters=(DECISION_ID,),
        body=Body(
            "Suppositions",
            "At most 1 MiB, not compressed. The facts are those of the decision's own ruleset.",
            example="suppositions",
        ),
        answers={200: Answer("What would follow.", WhatIf, headers=_BOTH, example="what_if")},
        problems=together(_PROBLEMS, BODY, _REASONS, {422: ("changes_rejected",)}),
    ),
    Operation(
        name="compare_decisions",
        method="GET",
        path="/v1/decisions/{decision_id}/compare/{other_id}",
        tag=TAG,
        summary="Compare two decisions",
        parameters=(
            DECISION_ID,
            Parameter(
                "other_id",
                "The decision to compare it with.",
                DECISION_ID.schema,
                where="path",
                required=True,
            ),
        ),
        answers={200: Answer("What differs.", Comparison, headers=_BOTH, example="comparison")},
        problems=together(_PROBLEMS, _REASONS),
    ),
)
