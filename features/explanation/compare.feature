Feature: Compare two decisions
  The same borrower at two dates, or two borrowers: what changed between them, by fact, finding,
  pattern, cap, dimension, reason and grade. What is the same is left out.

  Rule: One borrower at two dates

    Scenario: The incomplete dossier, and the same firm with its evidence
      Given the borrower of dossier "incomplete_dossier"
      When the committee compares it with dossier "strong_private_manufacturer"
      Then it is the same borrower, under the same rules
      And the grade went from NR to N1
      And the composite went from 395 to 500
      And the facts that differ are
        | fact                                       | from      | to                            |
        | Ultimate beneficial owner identified       | not known | identified to natural persons |
        | Length of credit history                   | not known | 180                           |
        | Current days past due                      | not known | 0                             |
        | Worst current five-tier class              | not known | normal                        |
        | Overdue episodes, last 24 months           | not known | 0                             |
        | Worst class of settled loans, last 5 years | not known | never worse than normal       |
        | Environmental credit class                 | not known | green                         |
        | On-time delivery rate                      | not known | 98                            |
        | Customer retention by value                | not known | 95                            |
        | Sales return rate                          | not known | 0.3                           |
      And the findings gone are PAST_DUE_1_30, PAST_SPECIAL_MENTION, RETURNS_HIGH, SPECIAL_MENTION, THIN_CREDIT_FILE
      And the finding REPEATED_OVERDUE became CLEAN_REPAYMENT_RECORD
      And the caps gone are REP not good at N3, REP weak at N5
      And the dimensions that differ are ENV from 3 to 5, REP from 2 to 5, SAL from 2 to 5
      And the grade no longer waits for ENV-02, REP-01, REP-02, REP-03, SHR-01

    Scenario: A month later the average manufacturer has its successor, and is late with a loan
      Given the borrower of dossier "average_manufacturer"
      And a month has passed
      And its "Succession plan" is documented
      And its "Current days past due" is 20
      When the committee compares it with how it was in dossier "average_manufacturer"
      Then it is the same borrower, under the same rules
      And the facts that differ are
        | fact                  | from     | to         |
        | Current days past due | 0        | 20         |
        | Succession plan       | informal | documented |
      And the finding SUCCESSION_INFORMAL became SUCCESSION_PLANNED
      And the findings appeared are PAST_DUE_1_30

    Scenario: New evidence for the same facts is no difference
      Given the borrower of dossier "average_manufacturer"
      And its "Succession plan" was established by a site visit
      When the committee compares it with how it was in dossier "average_manufacturer"
      Then nothing differs

    Scenario: The borrower's word in place of evidence is a difference
      Given the borrower of dossier "strong_private_manufacturer"
      And its "Succession plan" was established by the borrower's word only
      When the committee compares it with how it was in dossier "strong_private_manufacturer"
      Then the facts that differ are
        | fact            | from       | to         |
        | Succession plan | documented | documented |
      And the finding SUCCESSION_PLANNED became claimed SUCCESSION_PLANNED

  Rule: Two borrowers

    Scenario: The metal trader and the cold-chain carrier
      Given the borrower of dossier "trading"
      When the committee compares it with dossier "services"
      Then it is another borrower, under the same rules
      And the grade went from N5 to N4

  Rule: Nothing differs between a decision and itself

    Scenario Outline: A worked borrower
      Given the borrower of dossier "<dossier>"
      When the committee compares it with dossier "<dossier>"
      Then it is the same borrower, under the same rules
      And nothing differs

      Examples:
        | dossier                         |
        | strong_private_manufacturer     |
        | family_condiment_maker          |
        | defaulter_with_false_statements |
        | incomplete_dossier              |
        | state_owned                     |
