"""Steps of ``features/pages/rulesets.feature``."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.api.app import create_app
from service.decisions.rate import Rater
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore
from service.web import rulesets
from tests.calling import DEVELOPMENT
from tests.ruleset.drafts import Draft, outcome
from tests.web.auditing import said
from tests.web.reading import Page
from tests.web.signing_in import Browser, browser_of

scenarios("pages/rulesets.feature")


@dataclass
class Reader:
    """Who reads the rules, and the page that he is shown; ``row``: of the finding spoken of."""

    browser: Browser
    ruleset: Ruleset
    draft: Draft | None = None
    shown: list[Page] = field(default_factory=list)
    row: str = ""

    @property
    def text(self) -> str:
        return said(self.shown[-1])

    def open(self, address: str) -> None:
        answer = self.browser.get(address)
        assert answer.status_code == 200, answer.text
        self.shown.append(Page(answer))


@given("a policy officer has signed in", target_fixture="reader")
def signed_in(store: SqliteStore, rater: Rater) -> Reader:
    app = create_app(store, rater, DEVELOPMENT)
    return Reader(browser_of(app, store, "policy", "wu.fang"), rater.ruleset)


@given(parsers.parse('a draft of version {version} in which "{title}" begins at {days:d} days'))
def drafted(reader: Reader, tmp_path: Path, version: str, title: str, days: int) -> None:
    reader.draft = Draft(tmp_path / "nonfinancial" / version)
    (code,) = [c for c, (_, o) in reader.ruleset.outcomes.items() if o.title.en == title]
    with reader.draft.changed("ruleset.yaml") as content:
        content["version"] = version
    with reader.draft.changed("reputation.yaml") as content:
        outcome(content, code)["when"][0]["reputation.current_dpd"] = f"[{days}..30]"


@given(
    parsers.parse('in which the weight of "{dimension}" in {model} is {weight} instead of {before}')
)
def weighed(
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    dimension: str,
    model: str,
    weight: str,
    before: str,
) -> None:
    assert reader.draft is not None
    (code,) = [c for c, title in reader.ruleset.dimensions.items() if title.en == dimension]
    with reader.draft.changed("policy.yaml") as content:
        (row,) = [row for row in content["weights"] if model in row["business_models"]]
        assert row["weights"][code] == before
        row["weights"][code] = weight
        row["weights"]["PRF"] = str(int(row["weights"]["PRF"]) + int(before) - int(weight))
    installed = reader.ruleset, reader.draft.load()
    monkeypatch.setattr(rulesets, "installed_rulesets", lambda: installed)


@when(
    parsers.re(
        r'he opens the tests of "(?P<dimension>[^"]+)" of version (?P<version>[0-9.]+)'
        r"(?P<chinese> in Chinese)?$"
    )
)
def open_tests(reader: Reader, dimension: str, version: str, chinese: str | None) -> None:
    (code,) = [c for c, title in reader.ruleset.dimensions.items() if title.en == dimension]
    lang = "zh" if chinese else "en"
    reader.open(f"/rulesets/nonfinancial/{version}?part=tests&dimension={code}&lang={lang}")


@when(parsers.parse("he opens the clause catalogue of version {version}"))
def open_clauses(reader: Reader, version: str) -> None:
    reader.open(f"/rulesets/nonfinancial/{version}/clauses")


@when(parsers.parse("he compares version {before} with version {after}"))
def compare(reader: Reader, before: str, after: str) -> None:
    reader.open(f"/rulesets/differences?from=nonfinancial/{before}&to=nonfinancial/{after}")


@when(parsers.parse('he looks for "{text}" in version {version}'))
def look_for(reader: Reader, text: str, version: str) -> None:
    reader.open(f"/rulesets/nonfinancial/{version}")
    form = reader.shown[-1]
    address = f"/rulesets/nonfinancial/{version}"
    reader.shown.append(Page(form.submit(reader.browser, address, find=text)))


@then(parsers.parse('"{title}" is found when "{fact}" is "{words}"'))
def found_when(reader: Reader, title: str, fact: str, words: str) -> None:
    found = re.search(rf"{title} [A-Z0-9_]+ ({fact}: {words} .*?) What is then asked", reader.text)
    assert found is not None
    reader.row = found[1]


@then(parsers.parse("it costs {points} points and caps the grade at {cap}"))
def costs(reader: Reader, points: str, cap: str) -> None:
    assert re.search(rf"▼ [^▼]* −{points} {cap}\b", reader.row)


@then(parsers.parse("it rests on the clause {clause}"))
def rests_on(reader: Reader, clause: str) -> None:
    assert reader.shown[-1].links()[clause].endswith(f"/clauses#{clause}")


@then(parsers.parse("the clause {clause} is implemented by {tests}"))
def implemented(reader: Reader, clause: str, tests: str) -> None:
    rows = dict(re.findall(r'<tr id="([^"]+)">(.*?)</tr>', reader.shown[-1].html, re.DOTALL))
    assert re.findall(r">([A-Z]{3}-\d\d)</a>", rows[clause]) == tests.split(", ")


@then(parsers.parse("{count} clauses are implemented by no test"))
def without(reader: Reader, count: str) -> None:
    assert f"{count} are implemented by no test." in reader.text


@then("nothing that a grade may rest on was changed")
def nothing_decides(reader: Reader) -> None:
    assert "Nothing: the same dossier gets the same grade by both." in reader.text


@then(parsers.parse('"{what}" was added'))
def added(reader: Reader, what: str) -> None:
    assert f"{what} added not there" in reader.text


@then(parsers.parse("a grade may rest on {count:d} changes"))
def decides(reader: Reader, count: int) -> None:
    deciding = reader.text.partition("What a grade may rest on")[2]
    deciding = deciding.partition("What only tells")[0]
    assert deciding.count(" changed ") == count


@then(parsers.parse('the condition of "{title}" was "{before}" and is "{after}"'))
def condition_was(reader: Reader, title: str, before: str, after: str) -> None:
    fact = r"Current days past due \[reputation\.current_dpd\]"
    pattern = rf"{title} \S+ condition changed {fact}: {before} {fact}: {after}"
    assert re.search(pattern, reader.text)


@then(parsers.parse('"{what}" was "{before}" and is "{after}"'))
def was(reader: Reader, what: str, before: str, after: str) -> None:
    assert f"{what} changed {before} {after}" in reader.text


@then(parsers.parse('the finding "{title}" is found'))
def finding_found(reader: Reader, title: str) -> None:
    assert f"Finding {title}" in reader.text


@then(parsers.parse('the page says "{text}"'))
def says(reader: Reader, text: str) -> None:
    assert text in reader.text
