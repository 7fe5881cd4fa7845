"""Reads the facts to suppose from the body of a what-if, as strictly as a dossier is read."""

from service.dossier.content import inspect
from service.dossier.door import parse
from service.dossier.faults import Faults, child, type_name
from service.explanation.subject import Changes
from service.explanation.what_if import ChangesRejected, parse_changes
from service.ruleset.model import Ruleset

_MEMBER = "changes"


def read_changes(ruleset: Ruleset, body: bytes) -> Changes:
    """Return the changes in ``body``: ``{"changes": {fact: value, or null for not known}}``.

    Raises :exc:`~service.errors.DossierRejected` where the body is over 1 MiB or no JSON
    document, as :func:`~service.dossier.door.parse` says, and
    :exc:`~service.explanation.what_if.ChangesRejected` with every other fault.
    """
    document = parse(body)
    faults = Faults()
    inspect(document, faults)
    changes: Changes = {}
    if not isinstance(document, dict):
        if "" not in faults.settled:
            message = f"What to suppose is an object, not {type_name(document)}."
            faults.add("wrong_type", "", message)
        raise ChangesRejected(faults.all())
    for name in document:
        at = child("", name)
        if name != _MEMBER and at not in faults.settled:
            faults.add("unknown_member", at, f'The only member here is "{_MEMBER}".')
    if _MEMBER not in document:
        faults.add("missing_member", child("", _MEMBER), "This member is required.")
    else:
        try:
            changes = parse_changes(ruleset, document[_MEMBER])
        except ChangesRejected as rejected:
            # Faults of content are found twice, in the same words, and told once.
            for fault in rejected.faults:
                faults.add(fault.code, fault.pointer, fault.message)
    if faults:
        raise ChangesRejected(faults.all())
    return changes
