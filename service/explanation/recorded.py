"""Takes a recorded decision up again, to be explained only as it was decided."""

from service.decisions.answer import answer
from service.decisions.raters import Raters
from service.errors import DossierRejected
from service.explanation.subject import Subject
from service.replay.stages import same_result
from service.store.port import Decision


class DecisionNotReproduced(Exception):
    """The dossier of a decision, rated again, does not give what was decided and recorded."""

    def __init__(self, decision_id: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"rating the dossier of decision {decision_id} again gives another result")


def subject_of(raters: Raters, decision: Decision) -> Subject:
    """Return what was decided on, to be explained: rated again, and found to be the same.

    An explanation of anything else than what was decided is never given: where a replay gives
    another result, :exc:`DecisionNotReproduced` is raised; an engine of another version that
    gives the same is none. Raises also what :meth:`Raters.of` and
    :meth:`Rater.rate <service.decisions.rate.Rater.rate>` raise, but for
    :exc:`~service.errors.DossierRejected`: a dossier that was decided on had no faults.
    """
    rater = raters.of(decision)
    try:
        rating = rater.rate(decision.dossier)
    except DossierRejected:
        raise DecisionNotReproduced(decision.decision_id) from None
    result = answer(decision.decision_id, rating.result, decision.repeats)
    if not same_result(decision.body, result):
        raise DecisionNotReproduced(decision.decision_id)
    return Subject(rater, rating)
