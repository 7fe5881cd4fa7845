"""All pages, and what they have in common."""

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from service.access.roles import is_page
from service.api.gate import signed_in
from service.api.report import report_routes
from service.web.access_log import access_log_pages
from service.web.account import account_pages
from service.web.assets import asset_pages
from service.web.audit_bundle import audit_bundle_pages
from service.web.borrower import borrower_pages
from service.web.compare import compare_pages
from service.web.decision import decision_pages
from service.web.dossier import dossier_pages
from service.web.language import remember
from service.web.ledger_pages import ledger_pages
from service.web.overrides import override_pages
from service.web.portfolio import portfolio_pages
from service.web.proof import proof_pages
from service.web.replays import replay_pages
from service.web.review import review_pages
from service.web.rulesets import ruleset_pages
from service.web.search import search_pages
from service.web.sign_in import password_pace, sign_in_pages
from service.web.site import Site
from service.web.viewing import note_views
from service.web.what_if import what_if_pages

HOME = {"policy": "/rulesets", "originator": "/dossier", "auditor": "/replays"}
"""Where a user begins, by role; who is not named begins with the list of decisions."""


def add_pages(app: Flask, site: Site) -> None:
    """Let ``app`` have the pages of ``site``."""
    app.register_blueprint(asset_pages())
    app.register_blueprint(decision_pages(site))
    app.register_blueprint(report_routes(site))
    pace = password_pace()
    app.register_blueprint(sign_in_pages(site, pace))
    app.register_blueprint(account_pages(site, pace))
    app.register_blueprint(access_log_pages(site))
    app.register_blueprint(what_if_pages(site))
    app.register_blueprint(dossier_pages(site))
    app.register_blueprint(review_pages(site))
    app.register_blueprint(search_pages(site))
    app.register_blueprint(compare_pages(site))
    app.register_blueprint(borrower_pages(site))
    app.register_blueprint(portfolio_pages(site))
    app.register_blueprint(replay_pages(site))
    app.register_blueprint(ledger_pages(site))
    app.register_blueprint(proof_pages(site))
    app.register_blueprint(audit_bundle_pages(site))
    app.register_blueprint(override_pages(site))
    app.register_blueprint(ruleset_pages(site))

    @app.get("/")
    def begin() -> AnyResponse:
        session = signed_in()
        role = session.principal.role if session else None
        return redirect(HOME.get(role, "/decisions") if role else "/sign-in", 303)

    def keep_language(response: Response) -> Response:
        rule = request.url_rule
        # A paper in the other language is asked for once; the pages stay as they are.
        if rule is not None and is_page(rule.rule) and response.mimetype == "text/html":
            remember(response, secure=not site.settings.development)
        return response

    app.after_request(keep_language)
    note_views(app, site.store)
