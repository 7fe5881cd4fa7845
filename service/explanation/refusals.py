"""Why a question about a grade gets no answer: a code and a sentence, the same at every door."""

from typing import Final

from service.dossier.faults import quoted
from service.errors import Fault
from service.explanation.counterfactuals import ImpossibleTarget, NotConfirmed
from service.explanation.notice import UnknownRegime
from service.explanation.reasons import ReasonsDoNotHold
from service.explanation.recorded import DecisionNotReproduced
from service.explanation.why import UnknownCode

Refusal = UnknownCode | ImpossibleTarget | UnknownRegime
"""The question has no answer: whoever asks has to ask another."""

Failure = ReasonsDoNotHold | NotConfirmed | DecisionNotReproduced
"""The answer failed its own check, so that it is not given: whoever asks did nothing wrong."""

REFUSALS: Final = (UnknownCode, ImpossibleTarget, UnknownRegime)
FAILURES: Final = (ReasonsDoNotHold, NotConfirmed, DecisionNotReproduced)


def refusal(error: Refusal) -> Fault:
    """Return what was wrong with the question."""
    if isinstance(error, UnknownCode):
        near = _listed("; nearest: ", error.nearest)
        what = "No finding, pattern, test, cap or dimension has the code"
        return Fault("unknown_code", "", f"{what} {quoted(error.code)}{near}.")
    if isinstance(error, UnknownRegime):
        known = _listed("; known: ", error.known)
        message = f"The ruleset has no notice regime {quoted(error.regime)}{known}."
        if not error.known:
            message = "The ruleset of this decision says nothing of notices to borrowers."
        return Fault("unknown_regime", "", message)
    return Fault("impossible_target", "", _impossible(error))


def failure(error: Failure) -> Fault:
    """Return which check failed; what exactly is for the log."""
    if isinstance(error, ReasonsDoNotHold):
        message = "The reasons that were found do not explain the grade; they are not given."
        return Fault("reasons_do_not_hold", "", message)
    if isinstance(error, NotConfirmed):
        message = "A change that was found does not lead where it should; it is not given."
        return Fault("change_not_confirmed", "", message)
    message = "The dossier, rated again, gives another result than the recorded one."
    return Fault("decision_not_reproduced", "", message)


def _impossible(error: ImpossibleTarget) -> str:
    target = quoted(error.target)
    possible = _listed("; possible: ", error.possible)
    if error.reason == "unknown_grade":
        return f"There is no grade {target}{possible}."
    if error.reason == "not_rated" and error.target != "NR":
        return "The borrower is not rated (NR): ask what is missing first."
    return f"{target} is no better than the grade that is to be bettered{possible}."


def _listed(lead: str, names: tuple[str, ...]) -> str:
    return f"{lead}{', '.join(names)}" if names else ""
