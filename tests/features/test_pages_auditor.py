"""Steps of ``features/pages/auditor.feature``."""

import re
import shutil
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from service.audit.verifier import Audit
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import FAMILY, Reviewed
from tests.web.auditing import Bank, said
from tests.web.deciding import decided
from tests.web.reading import Page
from tests.web.signing_in import browser_of

scenarios("pages/auditor.feature")

ROLES = {"an originator": "originator", "the committee": "committee", "a policy officer": "policy"}
TITLES = {"A risk that the ruleset does not ask about": "RISK_NOT_COVERED"}


@dataclass
class Audited:
    """The bank, its decisions, what the auditor keeps, and the pages that he was shown."""

    bank: Bank
    decisions: list[str] = field(default_factory=list)
    kept: str = ""
    copy: Path | None = None
    pages: list[Page] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def take(self, count: int) -> None:
        for _ in range(count):
            self.decisions.append(decided(self.bank.store, self.bank.rater))


@given("a bank that signs its ledger", target_fixture="audited")
def bank(tmp_path: Path, store: SqliteStore, rater: Rater) -> Audited:
    return Audited(Bank(tmp_path, store, rater))


@given("the auditor has signed in")
def signed_in(audited: Audited) -> None:
    assert audited.bank.auditor.get("/replays").status_code == 200


@given("a decision")
def decision(audited: Audited) -> None:
    audited.take(1)


@given(parsers.re(r"(?P<count>\d+) (more )?decisions"), converters={"count": int})
def decisions(audited: Audited, tmp_path: Path, count: int) -> None:
    audited.take(count - 2)
    # Somebody keeps a copy of the store from before the last two.
    audited.bank.store.close()
    audited.copy = tmp_path / "older.sqlite3"
    shutil.copyfile(audited.bank.store.path, audited.copy)
    audited.take(2)


@given("somebody raised the grade that was told")
def raised(audited: Audited) -> None:
    record = audited.bank.store.record(audited.decisions[-1])
    assert record is not None
    result = audited.bank.store.contents(record.leaf_index)["result"]
    changed = re.sub(rb'"grade":"N[0-9R]+"', b'"grade":"N1"', result, count=1)
    statement = "UPDATE contents SET data = ? WHERE leaf_index = ? AND name = 'result'"
    audited.bank.by_hand(statement, zlib.compress(changed), record.leaf_index)


@given("the auditor has kept the checkpoint that the page shows")
def keep(audited: Audited) -> None:
    page = audited.bank.page("/ledger")
    found = re.search(r"<pre>(.*?)</pre>", page.html, re.DOTALL)
    assert found is not None
    audited.kept = found[1]


@given("somebody removed the record of the second decision")
def removed(audited: Audited) -> None:
    audited.bank.by_hand("DELETE FROM records WHERE record_id = ?", audited.decisions[1])


@given("an older copy of the store, from before the last 2 decisions, was put in its place")
def put_back(audited: Audited) -> None:
    assert audited.copy is not None
    audited.bank.store.close()
    path = audited.bank.store.path
    for name in (f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
    shutil.copyfile(audited.copy, path)
    # The session went with the newer store: the auditor signs in again.
    audited.bank.auditor = browser_of(audited.bank.app, audited.bank.store, "auditor", "li.wei")


@given(parsers.parse('a decision that the committee lowered by 2 grades because of "{reason}"'))
def lowered(audited: Audited, reason: str) -> None:
    reviewed = Reviewed(audited.bank.store, audited.bank.rater, FAMILY)
    reviewed.review("override_down", grade="N7", reason_code=TITLES[reason])


@given("a decision that the committee accepted")
def accepted(audited: Audited) -> None:
    Reviewed(audited.bank.store, audited.bank.rater, FAMILY).review("accept")


@when(parsers.re(r"the auditor replays it(?P<chinese> in Chinese)?"))
def replay_it(audited: Audited, chinese: str | None) -> None:
    lang = "zh" if chinese else "en"
    address = f"/decisions/{audited.decisions[-1]}/replay?lang={lang}"
    audited.pages.append(audited.bank.page(address))


@when("the auditor replays all decisions")
def replay_all(audited: Audited) -> None:
    form = audited.bank.page("/replays")
    audited.pages.append(Page(form.submit(audited.bank.auditor, "/replays", way="all")))


@when(parsers.parse('the auditor replays a sample of {size} with the seed "{seed}"'))
def replay_sample(audited: Audited, size: str, seed: str) -> None:
    form = audited.bank.page("/replays")
    values = {"way": "sample", "size": size, "seed": seed}
    audited.pages.append(Page(form.submit(audited.bank.auditor, "/replays", **values)))


@when(parsers.parse('another auditor replays a sample of {size} with the seed "{seed}"'))
def replay_sample_again(audited: Audited, size: str, seed: str) -> None:
    bank = audited.bank
    bank.auditor = browser_of(bank.app, bank.store, "auditor", "sun.yu")
    replay_sample(audited, size, seed)


@when("the auditor verifies the ledger against what he kept")
def verify(audited: Audited) -> None:
    (key,) = audited.bank.keys.vkeys()
    form = audited.bank.page("/ledger")
    given = {"checkpoint": audited.kept, "keys": key.vkey}
    answer = form.submit(audited.bank.auditor, "/ledger/verification", **given)
    audited.pages.append(Page(answer))


@when("the auditor opens the proof of the third decision")
def open_proof(audited: Audited) -> None:
    audited.pages.append(audited.bank.page(f"/decisions/{audited.decisions[2]}/proof"))


@when("the auditor opens the statistics of overrides")
def open_overrides(audited: Audited) -> None:
    audited.pages.append(audited.bank.page("/overrides"))


@then("the page says that it is reproduced")
def reproduced(audited: Audited) -> None:
    assert "✓ reproduced" in audited.page.text


@then("every stage is the same")
def all_same(audited: Audited) -> None:
    assert audited.page.text.count("✓ the same") == 8


@then("the page says that it diverged")
def diverged(audited: Audited) -> None:
    assert "✗ diverged" in audited.page.text


@then(parsers.parse('the first difference is at the stage "{stage}", in "{element}"'))
def first_difference(audited: Audited, stage: str, element: str) -> None:
    assert f"Recorded Replayed {stage} {element}" in audited.page.text


@then(parsers.parse('what is to blame is "{cause}"'))
def blamed(audited: Audited, cause: str) -> None:
    assert f"What is to blame {cause}" in audited.page.text


@then(
    parsers.parse(
        "the page counts {same:d} reproduced, {apart:d} diverged and {neither:d} incomparable"
    )
)
def counted(audited: Audited, same: int, apart: int, neither: int) -> None:
    counts = f"reproduced: {same}; diverged: {apart}; incomparable: {neither}"
    assert counts in said(audited.page)


@then("the decision that diverged stands first")
def divergent_first(audited: Audited) -> None:
    assert listed(audited, audited.page)[0] == audited.decisions[-1]


@then("both have replayed the same decisions")
def same_sample(audited: Audited) -> None:
    first, second = (listed(audited, page) for page in audited.pages)
    assert len(first) == 2
    assert first == second


def listed(audited: Audited, page: Page) -> list[str]:
    return [text for text in page.links() if text in audited.decisions]


@then(parsers.parse('the page says "{text}"'))
def says(audited: Audited, text: str) -> None:
    assert text in audited.page.text


@then("the page says that the ledger is sound")
def sound(audited: Audited) -> None:
    assert "✓ Sound:" in audited.page.text


@then("the page says that the ledger is not sound")
def not_sound(audited: Audited) -> None:
    assert "✗ Not sound:" in audited.page.text


@then(parsers.re(r'the fault is "(?P<title>[^"]+)"(, at record (?P<record>\d+))?$'))
def fault(audited: Audited, title: str, record: str | None) -> None:
    where = "" if record is None else f"record {record} of the ledger "
    assert f"{where}{title}" in audited.page.text


@then("every step of the proof holds")
def holds(audited: Audited) -> None:
    assert "✓ The decision is record 2 of the signed ledger of" in audited.page.text
    assert audited.page.text.count("✓ holds") == 7
    assert "✗" not in audited.page.text


@then("the bundle that the page offers stands the check of his own verifier")
def bundle_stands(audited: Audited, tmp_path: Path) -> None:
    answer = audited.bank.auditor.get(audited.page.links()["Download the audit bundle"])
    (tmp_path / "bundle.zip").write_bytes(answer.data)
    keys = [key.vkey for key in audited.bank.keys.vkeys()]
    assert Audit(str(tmp_path / "bundle.zip"), keys).faults == []


@then("it holds the third decision")
def bundle_holds(audited: Audited, tmp_path: Path) -> None:
    audit = Audit(str(tmp_path / "bundle.zip"))
    assert audit.manifest["asked_for"] == {"decisions": [audited.decisions[2]]}


@then(parsers.parse("{rate} of the reviews are overrides"))
def rate(audited: Audited, rate: str) -> None:
    assert f"{rate} of the reviews are overrides in effect." in audited.page.text


@then(parsers.parse('the reason "{title}" counts {down} down, by {grades} grades on average'))
def counted_reason(audited: Audited, title: str, down: str, grades: str) -> None:
    assert f"{title} 1 0 {down} 0 0 0 0 0 100% {grades} none" in audited.page.text


@then(parsers.parse("{who} may not open the auditor's pages"))
def refused(audited: Audited, who: str) -> None:
    bank, of = audited.bank, audited.decisions[-1]
    browser = browser_of(bank.app, bank.store, ROLES[who], "other", "m.chen")
    for address in (
        "/replays",
        "/ledger",
        "/ledger/verification",
        "/audit-bundle",
        "/audit-bundle.zip?all=true",
        f"/decisions/{of}/replay",
        f"/decisions/{of}/proof",
    ):
        answer = browser.get(address)
        assert answer.status_code == 403, address
        assert of not in answer.text.replace(address, "")
    assert browser.post("/replays", {"way": "all"}).status_code == 403
