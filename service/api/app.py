"""The Flask application: its routes, and what they are wired to."""

import os
from functools import partial

from flask import Flask

from service.access.development import ensure_development_key
from service.access.keys import Keys
from service.access.refusals import KeyRefused
from service.api import batch_problems, problems
from service.api.audit import audit_routes
from service.api.batches import batch_routes
from service.api.decisions import decision_routes
from service.api.decisions_list import search_routes
from service.api.docs import docs_routes
from service.api.explanations import explanation_routes
from service.api.gate import Gate
from service.api.headers import secure
from service.api.health import health_routes
from service.api.ledger import ledger_routes
from service.api.limits import limit, worth_receiving
from service.api.reference import reference_routes
from service.api.replay import replay_routes
from service.api.reviews import review_routes
from service.api.whole import insist_whole
from service.batches.start import Starter
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.explanation.kept import Explained
from service.ledger.keys import KeyFolder
from service.observe.metrics import Metrics
from service.observe.requests import follow
from service.ruleset import catalogue
from service.settings import Settings, SettingsRejected, settings_from
from service.store.answered import sweep
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from service.users.development import ensure_development_user
from service.users.refusals import UserRefused
from service.watching import watch
from service.web.refusals import show_problems
from service.web.routes import add_pages
from service.web.site import Site


def create_app(
    store: SqliteStore | None = None,
    rater: Rater | None = None,
    settings: Settings | None = None,
) -> Flask:
    """Return the application over ``store`` (default: the file that ``settings`` name).

    ``settings`` default to those of the environment, as :func:`settings_from` reads them.

    ``rater`` defaults to one of the ruleset in force, compiled here, so that a server that
    forks its workers afterwards compiles once. Raises :exc:`RuntimeError`, which gunicorn shows
    as one sentence, if the settings, what was installed or the default store cannot be used, or
    no API key in the store is valid; in development one is made.
    """
    app = Flask("pinzhi", static_folder=None)
    # An address is what it is written as: no redirection to a tidier one.
    app.url_map.merge_slashes = False
    chosen = settings or _settings()
    insist_whole()
    kept = store or _default_store(chosen)
    rating = rater or Rater(catalogue.active())
    metrics = Metrics()
    watch(metrics)
    # What is done with answers is done in the reverse of this order.
    show_problems(app)
    follow(app, metrics)
    secure(app)
    app.register_blueprint(decision_routes(kept, rating, chosen))
    app.register_blueprint(reference_routes())
    app.register_blueprint(health_routes(kept, rating, chosen, metrics))
    app.register_blueprint(search_routes(kept))
    raters = Raters(rating, kept)
    explained = Explained(raters)
    app.register_blueprint(explanation_routes(kept, explained))
    app.register_blueprint(replay_routes(kept, raters.by_source))
    app.register_blueprint(review_routes(kept, chosen))
    app.register_blueprint(ledger_routes(kept, KeyFolder(chosen.keys)))
    app.register_blueprint(audit_routes(kept, KeyFolder(chosen.keys)))
    app.register_blueprint(docs_routes())
    starter = Starter(kept, chosen)
    app.register_blueprint(batch_routes(kept, chosen, starter))
    add_pages(app, Site(kept, rating, raters, explained, KeyFolder(chosen.keys), chosen))
    problems.register(app)
    batch_problems.register(app)
    gate = Gate(kept, chosen)
    gate.install(app, limit(app, chosen))
    app.extensions["pinzhi.admits"] = worth_receiving(app, gate.authenticate, gate.authorise)
    ticks = app.extensions.setdefault("pinzhi.ticks", [])
    ticks.append(partial(sweep, kept, chosen.idempotency_hours))
    ticks.append(starter.tick)
    app.extensions.setdefault("pinzhi.exits", []).append(starter.stop)
    return app


def _settings() -> Settings:
    try:
        return settings_from(os.environ)
    except SettingsRejected as rejected:
        raise RuntimeError(str(rejected)) from None


def _default_store(settings: Settings) -> SqliteStore:
    store = SqliteStore(settings.store)
    try:
        store.check()
        _insist_on_key(store, settings)
    except StoreUnavailable as fault:
        message = f"The store of decisions, named by PINZHI_STORE, cannot be used: {fault}."
        raise RuntimeError(message) from None
    finally:
        # Workers that are forked from here open it themselves.
        store.close()
    return store


def _insist_on_key(store: SqliteStore, settings: Settings) -> None:
    """Insist that somebody can call the service; in development, let there be a key for it."""
    if settings.development:
        try:
            ensure_development_key(store)
            ensure_development_user(store)
        except (KeyRefused, UserRefused) as refused:
            raise RuntimeError(str(refused)) from None
    elif not Keys(store).any_valid():
        raise RuntimeError(
            "No API key is valid, so that nobody could call the service; make one with"
            f" pinzhi keys create --role ROLE, in this store: PINZHI_STORE={store.path}."
        )
