"""The auditor replays one decision or a selection on a page, and sees what each comes to."""

import re
import zlib
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.retention.erase import erase
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Client
from service.store.sqlite import SqliteStore
from service.web import replays
from tests.web.auditing import Bank, said
from tests.web.deciding import decided
from tests.web.reading import Page


@pytest.fixture
def bank(tmp_path: Path, store: SqliteStore, rater: Rater) -> Bank:
    return Bank(tmp_path, store, rater)


def improve(bank: Bank, decision_id: str) -> None:
    """Change the grade that was told, by hand."""
    record = bank.store.record(decision_id)
    assert record is not None
    result = bank.store.contents(record.leaf_index)["result"]
    changed = re.sub(rb'"grade":"N[0-9R]+"', b'"grade":"N2"', result, count=1)
    assert changed != result
    bank.by_hand(
        "UPDATE contents SET data = ? WHERE leaf_index = ? AND name = 'result'",
        zlib.compress(changed),
        record.leaf_index,
    )


def replayed(bank: Bank, status: int = 200, **values: str) -> Page:
    """Send the form as the auditor fills it in."""
    answer = bank.page("/replays").submit(bank.auditor, "/replays", **values)
    assert answer.status_code == status, answer.text
    return Page(answer)


def test_a_decision_that_comes_out_again_is_reproduced_stage_by_stage(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)

    page = bank.page(f"/decisions/{decision}/replay")

    assert "✓ reproduced: the recorded dossier, rated by the recorded rules" in said(page)
    assert page.text.count("✓ the same") == 8
    assert page.links()[decision] == f"/decisions/{decision}"


def test_a_changed_grade_diverges_and_what_was_changed_is_named(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    improve(bank, decision)

    page = bank.page(f"/decisions/{decision}/replay")

    assert "✗ diverged" in said(page)
    assert "what is stored was changed" in said(page)
    assert "/contents/result" in said(page)
    assert 'grade /grade "N2" "N4"' in said(page)
    assert "explanation" in said(page)
    assert "? not compared" in said(page)


def test_another_version_of_the_service_is_listed_though_it_makes_no_difference(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.appending.__version__", "0.0.9")
    decision = decided(bank.store, bank.rater)

    page = bank.page(f"/decisions/{decision}/replay")

    assert "✓ reproduced" in said(page)
    assert "pinzhi: 0.0.9 then" in said(page)


def test_an_erased_decision_is_incomparable_and_its_certificate_named(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    erase(bank.store, decision, order="Order 7", by="Li Na", client=Client())
    (certificate,) = bank.store.records(kind="erasure")

    page = bank.page(f"/decisions/{decision}/replay")

    assert "? incomparable: it was erased on order" in said(page)
    assert certificate.record_id in said(page)


def test_the_verdict_is_told_in_chinese_too(bank: Bank) -> None:
    decision = decided(bank.store, bank.rater)
    improve(bank, decision)

    page = bank.page(f"/decisions/{decision}/replay?lang=zh")

    assert "✗ 不一致：" in said(page)
    assert "存储内容被改动" in said(page)


def test_there_is_no_page_for_what_was_never_decided(bank: Bank) -> None:
    bank.page(f"/decisions/{'0' * 32}/replay", status=404)


def test_all_are_replayed_by_their_own_rules_the_divergent_first(bank: Bank) -> None:
    old = Rater(load_ruleset(catalogue.root() / "nonfinancial" / "1.0.0"))
    decisions = [
        decided(bank.store, bank.rater),
        decided(bank.store, old),
        decided(bank.store, bank.rater, "family_condiment_maker"),
    ]
    improve(bank, decisions[2])

    page = replayed(bank, way="all")

    assert "3 decisions were replayed. reproduced: 2; diverged: 1; incomparable: 0" in said(page)
    assert "nonfinancial 1.0.0" in said(page)
    listed = [text for text in page.links() if text in decisions]
    assert listed == [decisions[2], decisions[0], decisions[1]]
    assert "All decisions that were asked for are done." in said(page)


def test_a_decision_that_somebody_removed_is_missed(bank: Bank) -> None:
    decided(bank.store, bank.rater)
    bank.by_hand("DELETE FROM records WHERE leaf_index = 0")

    page = replayed(bank, way="all")

    assert "diverged: 1" in said(page)
    assert "record 0 of the ledger" in said(page)


def test_a_long_selection_goes_on_page_by_page_and_counts_all(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "MOST", 2)
    decisions = [decided(bank.store, bank.rater) for _ in range(5)]
    improve(bank, decisions[3])

    page = replayed(bank, way="all")
    assert "2 decisions were replayed." in said(page)
    for _ in range(2):
        (form,) = [form for form in page.forms if "start" in form.fields]
        page = Page(bank.auditor.post("/replays", data=form.fields))

    assert not any("start" in form.fields for form in page.forms)
    assert "5 decisions were replayed. reproduced: 4; diverged: 1; incomparable: 0" in said(page)


def test_those_since_a_day_leave_out_what_came_before(bank: Bank) -> None:
    decided(bank.store, bank.rater)

    assert "1 decision was replayed." in said(replayed(bank, way="since", since="2020-01-01"))
    assert "There is no such decision." in said(replayed(bank, way="since", since="2999-01-01"))


def test_a_sample_is_drawn_again_with_its_seed(bank: Bank) -> None:
    decisions = [decided(bank.store, bank.rater) for _ in range(6)]

    first = replayed(bank, way="sample", size="3", seed="2026-q4")
    again = replayed(bank, way="sample", size="3", seed="2026-q4")

    drawn = [text for text in first.links() if text in decisions]
    assert len(drawn) == 3
    assert [text for text in again.links() if text in decisions] == drawn
    assert "The sample was drawn with the seed 2026-q4" in first.text


def test_a_sample_without_a_seed_gets_one_and_tells_it(bank: Bank) -> None:
    decided(bank.store, bank.rater)

    page = replayed(bank, way="sample", size="1")

    told = re.search("with the seed ([0-9a-f]{8});", page.text)
    assert told is not None
    assert page.forms[-1].fields["seed"] == [told[1]]


def test_decisions_that_are_named_are_replayed_each_once(bank: Bank) -> None:
    one, other = (decided(bank.store, bank.rater) for _ in range(2))

    page = replayed(bank, way="named", named=f"{one}\n{other} {one}")

    assert "2 decisions were replayed." in said(page)


NOT_MEANT = (
    ({"way": "since", "since": ""}, "A date such as 2026-11-22"),
    ({"way": "since", "since": "20261122"}, "A date such as 2026-11-22"),
    ({"way": "sample", "size": "0"}, "1 to 50 decisions"),
    ({"way": "sample", "size": "51"}, "1 to 50 decisions"),
    ({"way": "sample", "seed": "s" * 101}, "at most 100 characters"),
    ({"way": "named", "named": ""}, "Between 1 and 50 ids"),
    ({"way": "named", "named": "0" * 32}, "no decision that was recorded"),
    ({"way": "named", "named": "<script>"}, "no decision that was recorded"),
    ({"way": "every"}, "is not chosen"),
)


def test_what_the_form_cannot_mean_is_told_at_its_field_and_kept(bank: Bank) -> None:
    for values, told in NOT_MEANT:
        page = replayed(bank, 422, **values)

        assert told in page.text
        places = [link[1:] for link in page.links().values() if link.startswith("#")]
        assert len(places) == 2  # the content of the page, and the field
        assert set(places) <= set(page.ids)
        for name, value in values.items():
            if name != "way":
                assert page.form("/replays").fields[name] == [value]


def test_a_ledger_too_large_to_draw_from_is_left_to_the_command(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "MOST_SAMPLED_FROM", 0)
    decided(bank.store, bank.rater)

    assert "pinzhi replay --sample" in said(replayed(bank, 422, way="sample"))


def test_nothing_is_recorded_by_a_replay(bank: Bank) -> None:
    decided(bank.store, bank.rater)
    before = bank.store.size()

    replayed(bank, way="all")

    assert bank.store.size() == before
