"""Reads a page as a person would: its headings, text, links and forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

from tests.web.signing_in import Browser

_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SILENT = frozenset({"script", "style", "title", "option"})


@dataclass
class Form:
    """A form as its page has it: ``fields`` are what it would send as it stands."""

    address: str
    method: str
    id: str | None
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """A page that was answered; HTML that does not nest is a failure."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        assert response.mimetype == "text/html", response.mimetype
        self.status = response.status_code
        self.html = response.text
        self.title = ""
        self.headings: list[tuple[int, str]] = []
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._texts: list[str] = []
        self._caught: list[list[str]] = []
        self._select: tuple[str, bool] | None = None
        self.feed(self.html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    @property
    def heading(self) -> str:
        """The one heading of the first level."""
        (only,) = [text for level, text in self.headings if level == 1]
        return only

    @property
    def text(self) -> str:
        """All that is read, with one space between words."""
        return " ".join(" ".join(self._texts).split())

    def links(self) -> dict[str, str]:
        """Each link's text to its address."""
        return dict(self._links)

    def form(self, address: str) -> Form:
        """Return the form that is sent to ``address`` (without what follows a ``?``)."""
        (only,) = [form for form in self.forms if form.address.partition("?")[0] == address]
        return only

    def submit(self, browser: Browser, address: str, **values: Any) -> TestResponse:
        """Send the form to ``address`` as a browser does, with ``values`` filled in."""
        form = self.form(address)
        data: Mapping[str, Any] = {**form.fields, **values}
        if form.method == "get":
            return browser.get(form.address, query_string=data)
        return browser.client.post(form.address, data=data, headers={"Accept": "text/html"})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        in_line = [name for name in found if name == "style" or name.startswith("on")]
        assert in_line == [], (tag, found)
        if "id" in found:
            assert found["id"] not in self.ids, f"twice: {found['id']}"
            self.ids.append(found["id"])
        match tag:
            case "form":
                method = found.get("method", "get").lower()
                self.forms.append(Form(found.get("action", ""), method, found.get("id")))
            case "input" | "button" | "textarea" | "select":
                self._control(tag, found)
            case "option" if self._select is not None and self.forms:
                name, chosen = self._select
                form = self.forms[-1]
                form.choices.setdefault(name, []).append(found.get("value", ""))
                if "selected" in found or not chosen:
                    form.fields[name] = [found.get("value", "")]
                    self._select = name, True
        if tag not in _VOID:
            self._open.append((tag, found))
            if tag in ("a", "h1", "h2", "h3", "h4", "title", "textarea"):
                self._caught.append([])

    def handle_endtag(self, tag: str) -> None:
        assert [tag] == [name for name, _ in self._open[-1:]], f"</{tag}> in {self._open[-3:]}"
        _, attrs = self._open.pop()
        if tag in ("a", "h1", "h2", "h3", "h4", "title", "textarea"):
            raw = "".join(self._caught.pop())
            text = " ".join(raw.split())
            if tag == "a":
                self._links.append((text, attrs.get("href", "")))
            elif tag == "title":
                # Drawings have titles of their own.
                self.title = self.title or text
            elif tag == "textarea":
                if self.forms:
                    self.forms[-1].fields[attrs.get("name", "")] = [raw.removeprefix("\n")]
            else:
                self.headings.append((int(tag[1]), text))
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        for caught in self._caught:
            caught.append(data)
        if not self._open or self._open[-1][0] not in _SILENT:
            self._texts.append(data)

    def _control(self, tag: str, found: Mapping[str, str]) -> None:
        name = found.get("name")
        if not name or not self.forms or "disabled" in found:
            return
        form = self.forms[-1]
        if tag == "select":
            self._select = name, False
        elif tag == "input":
            kind = found.get("type", "text")
            if kind in ("radio", "checkbox"):
                form.choices.setdefault(name, []).append(found.get("value", "on"))
                if "checked" in found:
                    form.fields.setdefault(name, []).append(found.get("value", "on"))
            elif kind not in ("submit", "button", "file"):
                form.fields.setdefault(name, []).append(found.get("value", ""))
