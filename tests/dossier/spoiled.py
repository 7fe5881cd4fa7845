"""For each fault code, a body that earns exactly that fault; each is a page's example."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.dossier.asking import SOUND

Spoil = Callable[[dict[str, Any]], None]


def _body(spoil: Spoil) -> bytes:
    document = deepcopy(SOUND)
    spoil(document)
    return json.dumps(document).encode()


def _history(**members: Any) -> bytes:
    return _body(lambda d: d["history"].update(members))


def _borrower(**members: Any) -> bytes:
    return _body(lambda d: d["borrower"].update(members))


_TEXT = json.dumps(SOUND)


def _swap(old: str, new: str) -> bytes:
    assert old in _TEXT
    return _TEXT.replace(old, new).encode()


FAULTY: dict[str, bytes] = {
    "bad_date": _borrower(incorporated_on="2004-02-30"),
    "bad_format": _body(lambda d: d.update(currency="yuan")),
    "bad_identifier": _borrower(identifiers={"uscc": "91350100O000100Y43"}),
    "body_too_large": b" " * (1 << 20) + b"{}",
    "byte_order_mark": b"\xef\xbb\xbf" + _TEXT.encode(),
    "contradiction": _history(years_operating=35),
    "control_character": _borrower(legal_name="Beiling\u0007 Machine Tools"),
    "duplicate_member": _swap('"currency"', '"currency": "USD", "currency"'),
    "empty_text": _borrower(legal_name=" "),
    "future_date": _history(licence_status={"value": "all_held", "as_of": "2026-11-02"}),
    "lone_surrogate": _swap('"legal_name": "', '"legal_name": "\\ud83d'),
    "missing_member": _body(lambda d: d.pop("currency")),
    "not_applicable_refused": _history(founding_resource_status={"status": "not_applicable"}),
    "not_finite": _swap('"years_operating": 22', '"years_operating": NaN'),
    "not_json": b'{"dossier_id": "D-2026-001",\n "application_ref": }',
    "not_nfc": _borrower(legal_name="Ko\u0308ln Werkzeug GmbH"),
    "not_utf8": b'{"dossier_id": "\xb1\xb4"}',
    "not_whole": _history(name_changes_5y=1.5),
    "number_out_of_range": _swap('"years_operating": 22', '"years_operating": 1e999'),
    "out_of_range": _history(unrelated_revenue_share_pct=120),
    "prohibited_member": _body(lambda d: d.update(management={"age": 61})),
    "too_deep": b'{"history": ' + b"[" * 32 + b"]" * 32 + b"}",
    "too_long": _borrower(legal_name="A" * 201),
    "too_many_decimals": _history(unrelated_revenue_share_pct=3.14159),
    "too_many_faults": json.dumps({f"m{i}": 1 for i in range(1200)} | SOUND).encode(),
    "too_many_items": _borrower(former_names=[{"name": "Old", "until": "2019-03-31"}] * 1001),
    "unknown_member": _history(licence_statsu="all_held"),
    "unknown_value": _history(licence_status="all_hold"),
    "value_not_allowed": _history(
        licence_status={"value": "all_held", "status": "not_assessed", "reason": "not yet asked"}
    ),
    "wrong_type": _history(years_operating="22"),
}

WARNED: dict[str, bytes] = {
    "check_digit": _borrower(identifiers={"uscc": "91350100M000100Y44"}),
    "check_not_named": _body(
        lambda d: d.update(
            reputation={
                "tax_evasion_finding": {"value": False, "source": "tax", "as_of": "2026-10-20"}
            }
        )
    ),
    "source_not_named": _body(
        lambda d: d.update(history={"founding_resource_status": {"value": "held"}})
    ),
}
