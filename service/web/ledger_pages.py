"""The pages of the ledger: its checkpoint and keys, and its verification as far as a page can."""

from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, Response, request

from service.api.problems import BadParameter
from service.language.catalogue import Speaker
from service.ledger.checkpoints import LedgerInconsistent, NoCheckpoint, head_of
from service.ledger.damage import Report
from service.ledger.key_records import recorded_keys, recorded_vkeys
from service.ledger.newest import newest_checkpoint
from service.ledger.note import Head, NoteMalformed, parse_note, parse_vkey, unverified_head
from service.ledger.part import Part, verify_part
from service.ledger.proofs import base64_text
from service.ledger.verify import verify_ledger
from service.replay.selection import certificates
from service.store.port import Checkpoint, RecordDamaged
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.site import Site

WHOLE: Final = 2_000
"""Records that one request verifies as a whole; of more, it verifies a part at a time."""

_SHOWN: Final = 20
_DOMAIN: Final = "auditor"
_FIELDS: Final = ("checkpoint", "keys", "start")


@dataclass(slots=True)
class Given:
    """What the auditor holds himself: a checkpoint, and public keys one a line."""

    note: str = ""
    keys: str = ""
    checkpoints: list[Checkpoint] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def vkeys(self) -> tuple[str, ...]:
        """The keys, each once."""
        return tuple(dict.fromkeys(self.keys.split()))


def ledger_pages(site: Site) -> Blueprint:
    """Return the pages over ``site``; where keys are there, a checkpoint is signed."""
    pages = Blueprint("web_ledger", __name__)

    @pages.get("/ledger")
    def show_ledger() -> Response:
        return _overview(site, Given())

    @pages.get("/ledger/verification")
    def verify() -> Response:
        given = _given()
        start = request.args.get("start", "0")
        if not (start.isascii() and start.isdecimal()) or len(start) > 12:
            raise BadParameter("start", "is no leaf of the ledger")
        if given.faults:
            return _overview(site, given, 422)
        report, part, refused = None, None, None
        keys = given.vkeys or _named_keys(site)
        size = site.store.size()
        try:
            if size <= WHOLE:
                report = verify_ledger(site.store, keys, given.checkpoints)
            else:
                part = _part(site, int(start), keys, given)
        except LedgerInconsistent as fault:
            refused = str(fault)
        except NoCheckpoint:
            pass
        return render(
            "auditor/verification.html",
            _DOMAIN,
            given=given,
            size=size,
            whole=WHOLE,
            report=report,
            root=_root(report),
            part=part,
            refused=refused,
            unsigned=part is None and (report is None or report.covered is None),
        )

    return pages


def _overview(site: Site, given: Given, status: int = 200) -> Response:
    head: Head | None = None
    note, refused = "", None
    try:
        newest = newest_checkpoint(site.store, site.keys)
        note, head = newest.note, head_of(newest)
    except NoCheckpoint:
        pass
    except (LedgerInconsistent, RecordDamaged) as fault:
        refused = str(fault)
    stored = site.store.checkpoints()
    return render(
        "auditor/ledger.html",
        _DOMAIN,
        status,
        given=given,
        size=site.store.size(),
        head=head,
        note=note,
        root=base64_text(head.root) if head else "",
        signers=[signature.name for signature in parse_note(note).signatures] if note else [],
        refused=refused,
        keys=[] if refused else recorded_keys(site.store),
        sizes=sorted({checkpoint.size for checkpoint in stored}, reverse=True)[:_SHOWN],
        stored=len(stored),
        whole=WHOLE,
    )


def _given() -> Given:
    """Return what the form gives; texts of forms have the line ends of the mail of old."""
    for name in request.args:
        if name not in (*_FIELDS, PARAMETER):
            raise BadParameter(name, "is not known here")
    note = request.args.get("checkpoint", "").replace("\r\n", "\n").strip()
    given = Given(note, request.args.get("keys", "").strip())
    speaker = Speaker(page_language(), _DOMAIN)
    if note:
        try:
            whole = f"{note}\n"
            given.checkpoints.append(Checkpoint(unverified_head(whole).size, whole))
        except NoteMalformed:
            given.faults.append(("checkpoint", speaker.say("fault_checkpoint")))
    try:
        for key in given.vkeys:
            parse_vkey(key)
    except NoteMalformed:
        given.faults.append(("keys", speaker.say("fault_keys")))
    return given


def _named_keys(site: Site) -> tuple[str, ...]:
    """Return the keys that the ledger names; none where a record of one was changed."""
    try:
        return recorded_vkeys(site.store)
    except RecordDamaged:
        return ()


def _part(site: Site, start: int, keys: tuple[str, ...], given: Given) -> Part:
    last = site.store.last_checkpoint()
    if last is None:
        last = newest_checkpoint(site.store, site.keys)
    erased = certificates(site.store)
    return verify_part(site.store, last, erased, start, keys, given.checkpoints)


def _root(report: Report | None) -> str:
    return base64_text(report.root) if report is not None and report.root is not None else ""
