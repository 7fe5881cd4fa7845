Feature: Retention, legal holds and erasure
  A decision is kept for as long as its class demands. It is never erased by itself, and never
  under a legal hold. Where an order demands it, what the decision says is erased for good; that
  it was recorded, and that nothing else is gone, can be proved as before.

  Rule: A decision is kept for whole months of the calendar

    Scenario Outline: The report of a day says where a decision stands
      Given a decision recorded on <recorded>
      And it was put into the class "us_reg_b_business"
      When the retention report for <day> looks <within> days ahead
      Then the decision is <state>

      Examples:
        | recorded   | day        | within | state    |
        | 2026-11-22 | 2026-11-22 | 90     | kept     |
        | 2026-11-22 | 2027-12-01 | 30     | expiring |
        | 2026-11-22 | 2027-12-22 | 30     | expiring |
        | 2026-11-22 | 2027-12-23 | 30     | expired  |
        | 2026-01-31 | 2027-02-28 | 0      | expiring |
        | 2026-01-31 | 2027-03-01 | 0      | expired  |
        | 2027-01-31 | 2028-02-29 | 0      | expiring |
        | 2027-01-31 | 2028-03-01 | 0      | expired  |

    Scenario: While the relation lasts, nobody knows how long a loan file is kept
      Given a decision recorded on 2016-01-31
      When the retention report for 2050-01-01 looks 90 days ahead
      Then the decision is open

    Scenario Outline: A loan file is kept ten years after the relation ended
      Given a decision recorded on 2016-01-31
      And the relation with the borrower ended on 2020-02-29
      When the retention report for <day> looks 90 days ahead
      Then the decision is <state>

      Examples:
        | day        | state    |
        | 2029-11-29 | kept     |
        | 2029-11-30 | expiring |
        | 2030-02-28 | expiring |
        | 2030-03-01 | expired  |

    Scenario: What has expired is still there until somebody has it erased
      Given a decision recorded on 2016-01-31
      And it was put into the class "us_reg_b_business"
      When the retention report for 2026-11-22 looks 90 days ahead
      Then the decision is expired
      And the decision can be read

  Rule: Nothing is erased under a legal hold

    Scenario: A held decision is not erased, whatever the order and its period
      Given a decision recorded on 2016-01-31
      And it was put into the class "us_reg_b_business"
      And a legal hold was placed on it
      When order "DSR-2026-17" demands that it be erased
      Then it is refused because of the hold
      And the decision can be read

    Scenario: Of two holds, one is enough
      Given a decision recorded on 2026-11-22
      And a legal hold was placed on it
      And a legal hold was placed on it
      And the first legal hold was lifted
      When order "DSR-2026-17" demands that it be erased
      Then it is refused because of the hold

    Scenario: A lifted hold holds nothing back
      Given a decision recorded on 2026-11-22
      And a legal hold was placed on it
      And the first legal hold was lifted
      When order "DSR-2026-17" demands that it be erased
      Then the decision is gone
      And the ledger verifies, with 1 certified gap

  Rule: What an order erases is gone, and the gap is proved

    Background:
      Given a decision recorded on 2026-11-22
      And it was reviewed by an officer
      And other decisions were recorded after it
      And a checkpoint that the auditor took home

    Scenario: The certificate names the order and every leaf that is empty now
      When order "DSR-2026-17" demands that it be erased
      Then the certificate names the order, who carried it out, and the leaves of
        | kind     |
        | decision |
        | review   |
      And the decision is gone

    Scenario: No word of the borrower is left in the file
      When order "DSR-2026-17" demands that it be erased
      Then no byte of the borrower's name, the application or the dossier is left in the file

    Scenario: The ledger verifies against a checkpoint from before
      When order "DSR-2026-17" demands that it be erased
      Then the ledger verifies, with 2 certified gaps
      And the ledger extends the checkpoint of the auditor
      And the other decisions can be read

    Scenario: That the decision was recorded is proved without its words
      When order "DSR-2026-17" demands that it be erased
      Then the leaf of the decision is in the checkpoint of the auditor
      And the proof holds no record, but names the certificate

    Scenario: A record that somebody deletes by hand has no certificate
      When somebody deletes a record by hand
      Then the ledger does not verify, and the record is named as missing

  Rule: A correction is kept, and goes, with what it corrects

    Background:
      Given a decision recorded on 2026-11-22
      And it was put into the class "us_reg_b_business"
      And it was corrected

    Scenario: A correction is of the class of what it corrects
      Then the correction is of the class "us_reg_b_business"

    Scenario: A correction is not erased while what it corrects stands
      When order "DSR-2026-17" demands that the correction be erased
      Then it is refused because the corrected decision stands
      And the decision can be read

    Scenario: After what it corrects, a correction is erased
      When order "DSR-2026-17" demands that it be erased
      And order "DSR-2026-17" demands that the correction be erased
      Then the ledger verifies, with 2 certified gaps
