Feature: The auditor's pages
  The auditor signs in, takes nobody's word, and reads in a browser what the records prove: that
  decisions come out again, that the ledger was not tampered with, that a decision is in it, and how
  often people depart from what the rules propose.

  Background:
    Given a bank that signs its ledger
    And the auditor has signed in

  Rule: What was decided comes out again, or it is named why not

    Scenario: One decision
      Given a decision
      When the auditor replays it
      Then the page says that it is reproduced
      And every stage is the same

    Scenario: A decision that somebody changed
      Given a decision
      And somebody raised the grade that was told
      When the auditor replays it
      Then the page says that it diverged
      And the first difference is at the stage "input", in "/contents/result"
      And what is to blame is "what is stored was changed"

    Scenario: A selection
      Given 4 decisions
      And somebody raised the grade that was told
      When the auditor replays all decisions
      Then the page counts 3 reproduced, 1 diverged and 0 incomparable
      And the decision that diverged stands first

    Scenario: A sample that another auditor can draw again
      Given 4 decisions
      When the auditor replays a sample of 2 with the seed "2026-q4"
      And another auditor replays a sample of 2 with the seed "2026-q4"
      Then both have replayed the same decisions

    Scenario: In Chinese
      Given a decision
      When the auditor replays it in Chinese
      Then the page says "已重现"

  Rule: The ledger is verified

    Scenario: A sound ledger
      Given 4 decisions
      And the auditor has kept the checkpoint that the page shows
      And 2 more decisions
      When the auditor verifies the ledger against what he kept
      Then the page says that the ledger is sound

    Scenario: A record that somebody removed
      Given 4 decisions
      And the auditor has kept the checkpoint that the page shows
      And somebody removed the record of the second decision
      When the auditor verifies the ledger against what he kept
      Then the page says that the ledger is not sound
      And the fault is "A record was deleted", at record 1

    Scenario: A store that was put back to an older state
      Given 4 decisions
      And the auditor has kept the checkpoint that the page shows
      And an older copy of the store, from before the last 2 decisions, was put in its place
      When the auditor verifies the ledger against what he kept
      Then the page says that the ledger is not sound
      And the fault is "The ledger is smaller than a checkpoint of it"

  Rule: A decision is proved to be in the ledger

    Scenario: Step by step, and without the bank
      Given 4 decisions
      When the auditor opens the proof of the third decision
      Then every step of the proof holds
      And the bundle that the page offers stands the check of his own verifier
      And it holds the third decision

  Rule: What people made of the proposals is counted

    Scenario: Overrides by reason
      Given a decision that the committee lowered by 2 grades because of "A risk that the ruleset does not ask about"
      And a decision that the committee accepted
      When the auditor opens the statistics of overrides
      Then 50% of the reviews are overrides
      And the reason "A risk that the ruleset does not ask about" counts 1 down, by 2 grades on average

  Rule: Nobody else sees these pages

    Scenario Outline: A page that is the auditor's
      Given a decision
      Then <who> may not open the auditor's pages

      Examples:
        | who              |
        | an originator    |
        | the committee    |
        | a policy officer |
