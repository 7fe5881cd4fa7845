Feature: Evidence and its age
  A fact is as good as the evidence for it. Evidence grows stale, measured against the rating date
  and never against today; what only the borrower says earns nothing; and who is found to deceive
  is not believed in anything.

  Rule: Evidence counts for a time, to the day

    Scenario Outline: Registry, court and list checks count for 30 days
      Given an ordinary clean borrower, rated on <rated on>
      But its "<fact>" was established on <established on>
      When the borrower is rated
      Then its "<fact>" counts as <state>

      Examples:
        | fact                                         | rated on   | established on | state            |
        | Current days past due                        | 2026-11-01 | 2026-11-01     | known            |
        | Current days past due                        | 2026-11-01 | 2026-10-02     | known            |
        | Current days past due                        | 2026-11-01 | 2026-10-01     | not known: stale |
        | Current days past due                        | 2024-03-01 | 2024-01-31     | known            |
        | Current days past due                        | 2024-03-01 | 2024-01-30     | not known: stale |
        | Worst current five-tier class                | 2026-11-01 | 2026-10-02     | known            |
        | Worst current five-tier class                | 2026-11-01 | 2026-10-01     | not known: stale |
        | Borrower listed as dishonest judgment debtor | 2026-11-01 | 2026-10-02     | known            |
        | Borrower listed as dishonest judgment debtor | 2026-11-01 | 2026-10-01     | not known: stale |
        | Market-regulator lists                       | 2026-11-01 | 2026-10-02     | known            |
        | Market-regulator lists                       | 2026-11-01 | 2026-10-01     | not known: stale |
        | Tax-payment credit class                     | 2026-11-01 | 2026-10-02     | known            |
        | Tax-payment credit class                     | 2026-11-01 | 2026-10-01     | not known: stale |

    Scenario Outline: The environmental class and permits count for 90 days
      Given an ordinary clean borrower, rated on <rated on>
      But its "<fact>" was established on <established on>
      When the borrower is rated
      Then its "<fact>" counts as <state>

      Examples:
        | fact                       | rated on   | established on | state            |
        | Environmental credit class | 2026-11-01 | 2026-08-03     | known            |
        | Environmental credit class | 2026-11-01 | 2026-08-02     | not known: stale |
        | Pollution permit and EIA   | 2026-11-01 | 2026-08-03     | known            |
        | Pollution permit and EIA   | 2026-11-01 | 2026-08-02     | not known: stale |
        | Special-business licence   | 2026-11-01 | 2026-08-03     | known            |
        | Special-business licence   | 2026-11-01 | 2026-08-02     | not known: stale |

    Scenario Outline: Audited accounts count for 18 months after the end of their period
      Given an ordinary clean borrower, rated on <rated on>
      But its "<fact>" was established on <established on>
      When the borrower is rated
      Then its "<fact>" counts as <state>

      Examples:
        | fact                                  | rated on   | established on | state            |
        | Audit opinion                         | 2026-11-01 | 2025-05-01     | known            |
        | Audit opinion                         | 2026-11-01 | 2025-04-30     | not known: stale |
        | Audit opinion                         | 2026-06-30 | 2024-12-31     | known            |
        | Audit opinion                         | 2026-07-01 | 2024-12-31     | not known: stale |
        | Audit opinion                         | 2026-02-28 | 2024-08-31     | known            |
        | Audit opinion                         | 2026-03-01 | 2024-08-31     | not known: stale |
        | Largest customer's share of revenue   | 2026-11-01 | 2025-05-01     | known            |
        | Largest customer's share of revenue   | 2026-11-01 | 2025-04-30     | not known: stale |
        | Equipment newness (net to gross book) | 2026-11-01 | 2025-05-01     | known            |
        | Equipment newness (net to gross book) | 2026-11-01 | 2025-04-30     | not known: stale |

    Scenario Outline: All else counts for 12 months
      Given an ordinary clean borrower, rated on <rated on>
      But its "<fact>" was established on <established on>
      When the borrower is rated
      Then its "<fact>" counts as <state>

      Examples:
        | fact             | rated on   | established on | state            |
        | Decision process | 2026-11-01 | 2025-11-01     | known            |
        | Decision process | 2026-11-01 | 2025-10-31     | not known: stale |
        | Decision process | 2025-02-28 | 2024-02-29     | known            |
        | Decision process | 2025-03-01 | 2024-02-29     | not known: stale |
        | Decision process | 2024-02-29 | 2023-02-28     | not known: stale |
        | Decision process | 2024-02-28 | 2023-02-28     | known            |
        | Technology level | 2026-11-01 | 2025-11-01     | known            |
        | Technology level | 2026-11-01 | 2025-10-31     | not known: stale |
        | Ownership type   | 2026-11-01 | 2025-11-01     | known            |
        | Ownership type   | 2026-11-01 | 2025-10-31     | not known: stale |

    Scenario Outline: Facts that name no date of their own take that of the dossier
      Given an ordinary clean borrower
      But its evidence was established on <established on>, where nothing else is said
      When the borrower is rated
      Then its grade is <grade>
      And its indicative grade is <indicative>
      And the grade waits for <waits for>

      Examples:
        | established on | grade | indicative | waits for                                                                                                                                                      |
        | 2026-10-02     | N4    | N4         | none                                                                                                                                                           |
        | 2026-10-01     | NR    | N7         | GOV-03, SHR-09, MGT-07, REP-01, REP-02, REP-03, REP-06, REP-07, REP-08, REP-12, REP-13, REP-15, REP-16, REP-17, REP-18                                         |
        | 2026-08-03     | NR    | N7         | GOV-03, SHR-09, MGT-07, REP-01, REP-02, REP-03, REP-06, REP-07, REP-08, REP-12, REP-13, REP-15, REP-16, REP-17, REP-18                                         |
        | 2026-08-02     | NR    | N7         | HIS-04, GOV-03, SHR-09, MGT-07, REP-01, REP-02, REP-03, REP-06, REP-07, REP-08, REP-12, REP-13, REP-15, REP-16, REP-17, REP-18, SUP-09, ENV-01, ENV-02, ENV-04 |

    Scenario Outline: Only the rating date counts, never today's
      Given an ordinary clean borrower, rated on <rated on>
      When the borrower is rated
      Then its grade is N4

      Examples:
        | rated on   |
        | 1999-12-31 |
        | 2026-11-01 |
        | 2099-02-28 |

  Rule: What only the borrower says earns nothing

    Scenario Outline: A strength counts by its source
      Given an ordinary clean borrower
      But its "Technology level" is leading
      And its "Technology level" was established by <source>
      When the borrower is rated
      Then test PRD-01 finds TECHNOLOGY_LEADING
      And its severity is <severity>
      And dimension PRD has <strength> strength points and 0 adverse points, net <strength>

      Examples:
        | source                   | severity                     | strength |
        | the credit registry      | outstanding strength         | 3        |
        | the business registry    | outstanding strength         | 3        |
        | a court                  | outstanding strength         | 3        |
        | the tax authority        | outstanding strength         | 3        |
        | the environment agency   | outstanding strength         | 3        |
        | audited accounts         | outstanding strength         | 3        |
        | a third party            | outstanding strength         | 3        |
        | a site visit             | outstanding strength         | 3        |
        | records of the bank      | outstanding strength         | 3        |
        | judgement of the analyst | outstanding strength         | 3        |
        | the borrower's word only | claimed outstanding strength | 1        |

    Scenario Outline: A strength of several facts needs evidence for each
      Given an ordinary clean borrower
      But its "Overdue episodes, last 24 months" was established by <episodes>
      And its "Length of credit history" was established by <length>
      When the borrower is rated
      Then test REP-04 finds CLEAN_REPAYMENT_RECORD
      And its severity is <severity>
      And dimension REP has <strength> strength points and 0 adverse points, net <strength>

      Examples:
        | episodes                 | length                   | severity                     | strength |
        | the credit registry      | the credit registry      | outstanding strength         | 4        |
        | the credit registry      | the borrower's word only | claimed outstanding strength | 2        |
        | the borrower's word only | the credit registry      | claimed outstanding strength | 2        |
        | the borrower's word only | the borrower's word only | claimed outstanding strength | 2        |

    Scenario: What the borrower says against itself is believed
      Given an ordinary clean borrower
      But its "Technology level" is backward
      And its "Technology level" was established by the borrower's word only
      When the borrower is rated
      Then test PRD-01 finds TECHNOLOGY_BACKWARD
      And its severity is weakness

    Scenario: The claimed strengths of a services firm
      Given the borrower of dossier "services"
      When the borrower is rated
      Then the claimed strengths are SUCCESSION_PLANNED, TEAM_QUALIFIED, DEEP_BENCH, CUSTOMERS_RETAINED
      And its grade is N4
      And its best-case grade is N3

    Scenario: A dossier that names no source at all rests on the borrower's word
      Given an ordinary clean borrower
      But its dossier names no source
      When the borrower is rated
      Then its grade is NR
      And the grade waits for REP-08, REP-13, REP-20, REP-21, REP-24
      And its indicative grade is N5
      And its composite is 300
      And the claimed strengths are FOUNDING_RESOURCE_HELD, CLEAN_AUDIT, TESTED_IN_DOWNTURN, CLEAN_REPAYMENT_RECORD, DATA_RECONCILED, COOPERATIVE_LONG_RELATION, TECHNOLOGY_OWNED, PRINCIPAL_BUSINESS_PROMINENT

  Rule: That nothing was found is the outcome of a check, not of asking the borrower

    Scenario Outline: Of some facts the borrower's word makes nothing known
      Given an ordinary clean borrower
      But its "<fact>" is <answer>
      And its "<fact>" was established by <source>
      When the borrower is rated
      Then its "<fact>" counts as <state>
      And the grade waits for <waits for>

      Examples:
        | fact                         | answer                        | source                   | state                         | waits for |
        | Finding of false statements  | none found on a stated check  | a third party            | known                         | none      |
        | Finding of false statements  | none found on a stated check  | the borrower's word only | not known: borrower_word_only | REP-20    |
        | Finding of false statements  | deliberately false statements | the borrower's word only | not known: borrower_word_only | REP-20    |
        | Finding of concealed facts   | none found on a stated check  | records of the bank      | known                         | none      |
        | Finding of concealed facts   | none found on a stated check  | the borrower's word only | not known: borrower_word_only | REP-21    |
        | Deception of customers       | none found on a stated check  | a court                  | known                         | none      |
        | Deception of customers       | none found on a stated check  | the borrower's word only | not known: borrower_word_only | REP-24    |
        | Finding of bank-debt evasion | none found on a stated check  | the credit registry      | known                         | none      |
        | Finding of bank-debt evasion | none found on a stated check  | the borrower's word only | not known: borrower_word_only | REP-08    |
        | Finding of tax evasion       | none found on a stated check  | the tax authority        | known                         | none      |
        | Finding of tax evasion       | none found on a stated check  | the borrower's word only | not known: borrower_word_only | REP-13    |
        | Diversion of loan funds      | used as agreed                | the borrower's word only | known                         | none      |

    Scenario Outline: Such a check ought to be named
      Given an ordinary clean borrower
      But its "Finding of false statements" was established by a third party
      And <the check>
      When the borrower is rated
      Then its grade is N4
      And the warnings are <warnings>

      Examples:
        | the check                                                          | warnings                                               |
        | nothing more is said                                               | check_not_named at /reputation/false_statement_finding |
        | its "Finding of false statements" has the reference "doc-7#p2"     | none                                                   |
        | its "Finding of false statements" has the comment "forensic audit" | none                                                   |

  Rule: Not applicable is for tests that do not apply, and no way to hide

    Scenario Outline: Not applicable is accepted where the classification switches every test of the fact off
      Given an ordinary clean <company>
      But its "<fact>" was declared not applicable
      When the borrower is rated
      Then its grade is not NR

      Examples:
        | company                                    | fact                                      |
        | private company                            | Disclosure sanctions, last 36 months      |
        | private company                            | Share of tradable stock                   |
        | private company                            | Representation of the state owner         |
        | listed company                             | Separation of owner and company money     |
        | listed company                             | Key posts held by the family              |
        | owner-managed company                      | Chair and general manager combined        |
        | professionally managed company             | Succession plan                           |
        | trading company                            | Technology level                          |
        | trading company                            | Treatment of waste water, gas and residue |
        | services company                           | Capacity use                              |
        | services company                           | Emission exceedances, last 12 months      |
        | company with an ordinary development cycle | Time to next product generation           |

    Scenario Outline: Not applicable is refused where a test may read the fact
      Given an ordinary clean <company>
      But its "<fact>" was declared not applicable
      When the dossier is sent
      Then it is refused with not_applicable_refused at <pointer>

      Examples:
        | company                               | fact                                           | pointer                                 |
        | listed company                        | Disclosure sanctions, last 36 months           | /governance/disclosure_sanctions_36m    |
        | private company                       | Separation of owner and company money          | /governance/owner_company_separation    |
        | state-owned company                   | Insider control                                | /governance/insider_control             |
        | owner-managed company                 | Succession plan                                | /governance/succession_plan             |
        | services company                      | Technology level                               | /production/technology_level            |
        | manufacturing company                 | Capacity use                                   | /production/capacity_use_pct            |
        | company with a long development cycle | Time to next product generation                | /competitiveness/next_generation        |
        | foreign-invested company              | Transfer-pricing documentation                 | /governance/transfer_pricing_documented |
        | private company                       | Related-party transactions as share of revenue | /governance/rpt_pct_revenue             |
        | trading company                       | Current days past due                          | /reputation/current_dpd                 |
        | private company                       | Ownership type                                 | /borrower/ownership_type                |

    Scenario: Not applicable is refused while the classification is not known
      Given an ordinary clean borrower
      But its "Ownership type" is not known
      And its "Disclosure sanctions, last 36 months" was declared not applicable
      When the dossier is sent
      Then it is refused with not_applicable_refused at /governance/disclosure_sanctions_36m

  Rule: Who deceives is not believed

    Scenario Outline: A finding of deceit voids what the borrower stated
      Given an ordinary clean borrower
      But its "<fact>" is <answer>
      And its "Technology level" was established by the borrower's word only
      When the borrower is rated
      Then its "Technology level" counts as <state>
      And test PRD-01 finds <finding>
      And its severity is <severity>
      And its grade is <grade>
      And its composite is <composite>

      Examples:
        | fact                        | answer                        | state           | finding             | severity         | grade | composite |
        | Finding of false statements | none found on a stated check  | known           | none                | none             | N4    | 375       |
        | Finding of false statements | immaterial errors             | known           | none                | none             | N4    | 353       |
        | Finding of false statements | material misstatement         | not known: void | TECHNOLOGY_BACKWARD | assumed weakness | N7    | 300       |
        | Finding of false statements | deliberately false statements | not known: void | TECHNOLOGY_BACKWARD | assumed weakness | N9    | 278       |
        | Finding of concealed facts  | disclosed late                | known           | none                | none             | N4    | 353       |
        | Finding of concealed facts  | material facts concealed      | not known: void | TECHNOLOGY_BACKWARD | assumed weakness | N9    | 278       |

    Scenario: A mandatory fact on the word of a deceiver leaves the borrower not rated
      Given an ordinary clean borrower
      But its "Finding of false statements" is deliberately false statements
      And its "Capital contribution" was established by the borrower's word only
      When the borrower is rated
      Then its grade is NR
      And the grade waits for SHR-05
      And its indicative grade is N9

    Scenario: Nor does the date of incorporation stand in for the years of a deceiver
      Given an ordinary clean borrower
      But its "Finding of false statements" is deliberately false statements
      And its "Years in operation" is not known
      When the borrower is rated
      Then test HIS-08 finds START_UP
      And its severity is assumed weakness
      And its grade is N9
