Feature: Missing information
  What is not known counts as the gravest ordinary answer that it may hide, and earns nothing.
  Where it may hide a critical or knock-out answer, the borrower is not rated (NR). Beside NR stand
  an indicative grade, what the arithmetic gives all the same, and at all times a best-case grade:
  what the grade could be if everything unknown turned out well. Asking less never pays.

  Scenario: The incomplete dossier of an excellent firm
    Given the borrower of dossier "incomplete_dossier"
    When the borrower is rated
    Then its grade is NR
    And the grade waits for SHR-01, REP-01, REP-02, REP-03, ENV-02
    And its indicative grade is N5
    And its base grade is N3
    And its best-case grade is N1
    And the facts not known are
      | Ultimate beneficial owner identified       |
      | Worst current five-tier class              |
      | Current days past due                      |
      | Worst class of settled loans, last 5 years |
      | Overdue episodes, last 24 months           |
      | Length of credit history                   |
      | Environmental credit class                 |
      | Customer retention by value                |
      | On-time delivery rate                      |
      | Sales return rate                          |

  Scenario Outline: The same firm with its evidence
    Given the borrower of dossier "<dossier>"
    When the borrower is rated
    Then its grade is <grade>
    And the grade waits for none
    And its best-case grade is <best case>

    Examples:
      | dossier                     | grade | best case |
      | strong_private_manufacturer | N1    | N1        |

  Scenario: A dossier that states nothing but who the borrower is
    Given a borrower of whom only the identity is known
    When the borrower is rated
    Then its grade is NR
    And its indicative grade is N9
    And its best-case grade is N1
    And its composite is 100
    And the grade waits for HIS-03, HIS-04, HIS-12, GOV-01, GOV-02, GOV-03, GOV-10, GOV-12, GOV-14, GOV-22, SHR-01, SHR-03, SHR-05, SHR-09, MGT-06, MGT-07, REP-01, REP-02, REP-03, REP-06, REP-07, REP-08, REP-12, REP-13, REP-15, REP-16, REP-17, REP-18, REP-20, REP-21, REP-23, REP-24, SUP-09, ENV-01, ENV-02, ENV-04, ENV-05, ENV-07, Ownership type, Business model, Long product development cycle, Owner-managed firm

  Scenario Outline: One fact not known, of the excellent firm and of the average one
    Given the borrower of dossier "<dossier>"
    But its "<fact>" is not known
    When the borrower is rated
    Then its grade is <grade>
    And the grade waits for <waits for>
    And its indicative grade is <indicative>
    And its best-case grade is <best case>
    And its composite is <composite>
    And <assumed> is assumed

    Examples:
      | dossier                     | fact                                    | grade | waits for | indicative | best case | composite | assumed             |
      | strong_private_manufacturer | Technology level                        | N1    | none      | N1         | N1        | 491       | TECHNOLOGY_BACKWARD |
      | average_manufacturer        | Technology level                        | N4    | none      | N4         | N4        | 366       | TECHNOLOGY_BACKWARD |
      | strong_private_manufacturer | Decision process                        | N1    | none      | N1         | N1        | 488       | ONE_MAN_RULE        |
      | average_manufacturer        | Decision process                        | N5    | none      | N5         | N4        | 363       | ONE_MAN_RULE        |
      | strong_private_manufacturer | Tax-payment credit class                | NR    | REP-12    | N1         | N1        | 478       | TAX_CLASS_C         |
      | average_manufacturer        | Tax-payment credit class                | NR    | REP-12    | N4         | N4        | 353       | TAX_CLASS_C         |
      | strong_private_manufacturer | Worst current five-tier class           | NR    | REP-01    | N1         | N1        | 478       | SPECIAL_MENTION     |
      | average_manufacturer        | Worst current five-tier class           | NR    | REP-01    | N4         | N4        | 353       | SPECIAL_MENTION     |
      | strong_private_manufacturer | Strength of the controlling shareholder | NR    | SHR-03    | N1         | N1        | 492       | CONTROLLER_WEAK     |
      | average_manufacturer        | Strength of the controlling shareholder | NR    | SHR-03    | N4         | N4        | 375       | CONTROLLER_WEAK     |

  Scenario: Several facts not known add up, and the best case shows what asking could bring
    Given an ordinary clean borrower
    But its "Overdue episodes, last 24 months" is not known
    And its "Length of credit history" is not known
    When the borrower is rated
    Then its grade is N5
    And its composite is 331
    And its best-case grade is N4
    And REPEATED_OVERDUE is assumed
    And THIN_CREDIT_FILE is assumed

  Scenario Outline: Classification decides which tests apply, so that no grade does without it
    While it is not known, a test that may apply is held against the borrower as an assumption,
    and the business model counts as the one with the lowest composite.
    Given an ordinary clean borrower
    But its "<classification>" is not known
    When the borrower is rated
    Then its grade is NR
    And the grade waits for <classification>
    And its indicative grade is <indicative>
    And its best-case grade is <best case>
    And its composite is <composite>

    Examples:
      | classification                 | indicative | best case | composite |
      | Ownership type                 | N5         | N4        | 363       |
      | Business model                 | N4         | N4        | 366       |
      | Long product development cycle | N4         | N4        | 375       |
      | Owner-managed firm             | N4         | N4        | 375       |

  Scenario Outline: A test that may apply, for all that is known, is not escaped
    Given an ordinary clean borrower
    But its "<classification>" is not known
    And its "<fact>" is <value>
    When the borrower is rated
    Then test <test> finds <finding>
    And its severity is <severity>
    And the grade waits for <waits for>

    Examples:
      | classification                 | fact                                      | value                        | test   | finding                | severity           | waits for                      |
      | Ownership type                 | Disclosure sanctions, last 36 months      | 2                            | GOV-14 | none                   | none               | GOV-14, Ownership type         |
      | Ownership type                 | Insider control                           | insiders dominate            | GOV-15 | INSIDER_CONTROL        | assumed weakness   | Ownership type                 |
      | Ownership type                 | Key posts held by the family              | 60                           | GOV-21 | FAMILY_HOLDS_KEY_POSTS | assumed watch sign | Ownership type                 |
      | Ownership type                 | Board challenge to execution              | no challenge                 | GOV-06 | NO_BOARD_CHALLENGE     | assumed weakness   | Ownership type                 |
      | Ownership type                 | Representation of the state owner         | effective representative     | GOV-17 | none                   | none               | Ownership type                 |
      | Business model                 | Technology level                          | backward                     | PRD-01 | TECHNOLOGY_BACKWARD    | assumed weakness   | Business model                 |
      | Business model                 | Technology level                          | leading                      | PRD-01 | none                   | none               | Business model                 |
      | Business model                 | Treatment of waste water, gas and residue | untreated                    | ENV-07 | none                   | none               | ENV-07, Business model         |
      | Long product development cycle | Time to next product generation           | no next generation under way | CMP-05 | NO_NEXT_GENERATION     | assumed weakness   | Long product development cycle |
      | Owner-managed firm             | Succession plan                           | no succession plan           | GOV-20 | NO_SUCCESSION          | assumed weakness   | Owner-managed firm             |
      | Owner-managed firm             | Succession plan                           | documented                   | GOV-20 | none                   | none               | Owner-managed firm             |

  Scenario Outline: However a fact is lacking, it counts the same
    Given an ordinary clean borrower
    But its "Finding of tax evasion" <is lacking>
    When the borrower is rated
    Then its "Finding of tax evasion" counts as not known: <because>
    And the grade waits for REP-13
    And its indicative grade is N4

    Examples:
      | is lacking                                           | because            |
      | is not known                                         | absent             |
      | was not assessed, for the reason "tax office closed" | not_assessed       |
      | was established on 2026-10-01                        | stale              |
      | was established by the borrower's word only          | borrower_word_only |

  Scenario Outline: Leaving out a fact never improves a grade
    Given the borrower of dossier "<dossier>"
    When each of its facts in turn is left out and the borrower rated
    Then no grade is better than with all facts
    And no composite is higher among those still rated

    Examples:
      | dossier                         |
      | strong_private_manufacturer     |
      | listed_pharma                   |
      | polluting_dye_maker             |
      | defaulter_with_false_statements |
      | software_start_up               |
      | incomplete_dossier              |
      | state_owned                     |
      | foreign_invested                |
      | services                        |

  Scenario Outline: No grade is better than the best case
    Given the borrower of dossier "<dossier>"
    When the borrower is rated
    Then its grade is <grade>
    And its best-case grade is <best case>

    Examples:
      | dossier                         | grade | best case |
      | listed_pharma                   | N6    | N6        |
      | family_condiment_maker          | N5    | N5        |
      | polluting_dye_maker             | N7    | N7        |
      | defaulter_with_false_statements | N10   | N10       |
      | software_start_up               | N5    | N5        |
      | incomplete_dossier              | NR    | N1        |
      | average_manufacturer            | N4    | N4        |
      | services                        | N4    | N3        |
      | trading                         | N5    | N5        |
