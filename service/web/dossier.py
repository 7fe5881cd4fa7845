"""The pages by which a dossier is entered: by hand, section by section, or from a file."""

import hashlib
import re
import uuid
from typing import Any, Final

from flask import Blueprint, Response, abort, redirect, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from service.api.gate import asking
from service.api.idempotency import Keyed, KeyedDecision
from service.decisions.decide import decide
from service.dossier.door import MAX_BYTES
from service.errors import DossierRejected
from service.questionnaire.book import Book
from service.questionnaire.check import body_of, check
from service.questionnaire.form import compact, with_row, without_row
from service.web.dossier_file import open_file, show_file
from service.web.dossier_form import FormPage, carried_in
from service.web.site import Site

_KEY: Final = re.compile(r"[0-9a-f]{32}")
_NAME: Final = re.compile(r"(/[A-Za-z0-9_]{1,64}){1,8}")
"""A member of a dossier, by its pointer; none lies deeper."""

_WHERE: Final = ("/dossier/check", "/dossier/file")


def dossier_pages(site: Site) -> Blueprint:
    """Return the routes of the questionnaire of the ruleset in force."""
    routes = Blueprint("web_dossier", __name__)
    page = FormPage(Book(site.rater.ruleset))
    routes.record(_let_dossiers_in)

    @routes.get("/dossier")
    def get_dossier() -> Response:
        return page.show({}, check(site.rater, b"{}"), _new_key(), page.book.sections[0])

    for address in _WHERE:
        # A page that answers a form has no address of its own to come back to.
        routes.add_url_rule(
            address, f"get_{address[9:]}", lambda: redirect("/dossier", 303), methods=["GET"]
        )

    @routes.post("/dossier/check")
    def check_dossier() -> Response:
        form, section = _form(page.book), request.form.get("section", "")
        if "remove" in request.form:
            form = without_row(form, request.form["remove"])
        checked = check(site.rater, body_of(page.book, form))
        if "add" in request.form:
            form = with_row(form, request.form["add"])
        asked = "check" if "check" in request.form else "go"
        going = request.form.get("go", section)
        section = going if going in page.book.sections else page.book.sections[0]
        return page.show(form, checked, _key(), section, asked)

    @routes.post("/dossier")
    def record_dossier() -> AnyResponse:
        if "document" in request.form:
            return _record_file(request.form["document"].encode())
        form = _form(page.book)
        body = body_of(page.book, form)
        try:
            return _recorded(body)
        except DossierRejected:
            checked = check(site.rater, body)
            return page.show(form, checked, _key(), None, "record", status=422)

    def _record_file(body: bytes) -> AnyResponse:
        try:
            return _recorded(body)
        except DossierRejected:
            return show_file(page.book, open_file(site.rater, "", body), _key(), 422)

    @routes.post("/dossier/file")
    def take_file() -> Response:
        file = request.files.get("file")
        if file is None or not file.filename:
            checked = check(site.rater, b"{}")
            first = page.book.sections[0]
            return page.show({}, checked, _key(), first, status=422, file_missing=True)
        found = open_file(site.rater, file.filename, file.read(MAX_BYTES + 1))
        return show_file(page.book, found, _key(), 200 if found.checked.rating else 422)

    def _recorded(body: bytes) -> AnyResponse:
        """Record the decision, once for the same dossier of the same opened form."""
        client = asking()
        asked = hashlib.sha256(body).digest()
        # Who goes back, changes the dossier and sends it again means another decision.
        name = f"form-{_key()}-{asked.hex()[:32]}"
        key = Keyed(site.store, client.name or "", name, site.settings.idempotency_hours)
        once = KeyedDecision(key, asked)
        decision = once.before() or decide(site.rater, site.store, body, client, once=once)
        return redirect(f"/decisions/{decision.decision_id}", 303)

    return routes


def _let_dossiers_in(state: BlueprintSetupState) -> None:
    """Let a form be as large as the server lets any body be: a dossier may come as a field."""
    state.app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BYTES


def _form(book: Book) -> dict[str, str]:
    """Return what was written: in the section that is shown, and before it in the others."""
    try:
        carried: dict[str, Any] = carried_in(request.form.get("carried", ""))
    except ValueError:
        abort(400, "The form carries what is no answer of its own.")
    carried.update((name, text) for name, text in request.form.items() if name.startswith("/"))
    known = {n: t for n, t in carried.items() if _NAME.fullmatch(n) and isinstance(t, str)}
    return compact(known)


def _key() -> str:
    """Return the key under which the opened form was given out, or a new one."""
    key = request.form.get("key", "")
    return key if _KEY.fullmatch(key) else _new_key()


def _new_key() -> str:
    return uuid.uuid4().hex
