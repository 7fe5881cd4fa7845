Feature: An audit bundle that the auditor checks alone
  Years later an auditor asks for decisions. The bank hands over one file: the records, the rules
  they were taken by, and what proves that nothing was changed, left out or put in since. The
  auditor trusts neither the bank nor its software: the check needs Python, one library, and what
  the auditor kept or was handed some other way, be it a public key or a checkpoint on paper.

  Background:
    Given a ledger with two decisions, a review, and one decision erased on order
    And the auditor has the ledger's public key

  Scenario: A sound bundle
    When the bank exports the whole ledger
    And the auditor checks the bundle
    Then the bundle is sound
    And the checkpoint that the check prints is the one that the bank published

  Scenario: The bundle of one decision brings all that is about it
    When the bank exports the reviewed decision
    Then the bundle has its dossier, its facts, its answer and its review
    And the rules it was taken by can be read

  Scenario: A better grade written into an answer
    When the bank exports the whole ledger
    But a grade in an answer is changed, and the manifest made to fit
    And the auditor checks the bundle
    Then that answer and its record are named

  Scenario: A record left out
    When the bank exports the whole ledger
    But a record is left out, and the manifest made to fit
    And the auditor checks the bundle
    Then the record is said to be missing

  Scenario: A review put in where nobody looks for one
    When the bank exports the reviewed decision
    But a review is put in under the name of rules, and the manifest made to fit
    And the auditor checks the bundle
    Then what was put in is named

  Scenario: A bundle that says it is about less than was asked for
    When the bank exports the whole ledger
    But the manifest is made to ask for nothing
    And the auditor checks the bundle
    Then the manifest is named

  Scenario: A stranger's key among the ledger's keys
    When the bank exports the whole ledger
    But another key is put among the ledger's keys, and the manifest made to fit
    And the auditor checks the bundle
    Then the list of keys is named

  Scenario: Two bundles in one file
    When the bank exports the whole ledger
    But another zip is put before it
    And the auditor checks the bundle
    Then the bundle itself is named

  Scenario: A decision erased on order is a gap that is accounted for
    When the bank exports the erased decision
    And the auditor checks the bundle
    Then the bundle is sound
    And it has the certificate of the erasure, and nothing of the borrower

  Scenario: A ledger made up for the auditor
    When the bank hands over a bundle of another ledger, made up with a key of its own
    And the auditor checks the bundle
    Then it is refused because no trusted key signed it

  Scenario: A ledger that was rewritten after a checkpoint was kept
    Given the auditor kept a checkpoint
    When the bank hands over a bundle of a ledger rewritten since, signed by the same key
    And the auditor checks the bundle
    Then it is refused because it has no checkpoint like the one that was kept

  Scenario: An auditor without a key is told what the check is worth
    Given the auditor has no key
    When the bank exports the whole ledger
    And the auditor checks the bundle
    Then the bundle is sound
    But the auditor is told that the keys are the bundle's own
