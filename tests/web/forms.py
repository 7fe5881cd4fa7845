"""Forms of a page by their id, for pages that send several to one address."""

from typing import Any

from werkzeug.test import TestResponse

from tests.web.reading import Form, Page
from tests.web.signing_in import Browser


def form_of(page: Page, form_id: str) -> Form:
    """Return the form of that id."""
    (only,) = [form for form in page.forms if form.id == form_id]
    return only


def forms_of(page: Page) -> list[str]:
    """Return the ids of all forms that have one, in the order of the page."""
    return [form.id for form in page.forms if form.id is not None]


def fill(browser: Browser, page: Page, form_id: str, **values: Any) -> TestResponse:
    """Send the form of that id as it stands, with ``values`` filled in."""
    form = form_of(page, form_id)
    data = {**form.fields, **values}
    return browser.client.post(form.address, data=data, headers={"Accept": "text/html"})
