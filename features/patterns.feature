Feature: Patterns over findings
  A pattern is several adverse findings that together say more than each alone. It needs at least
  one finding of each of its parts, reads adverse findings only, and caps the grade. A finding
  stands for every milder adverse finding of its own test, so that a graver fact never undoes a
  pattern.

  Scenario: A borrower with no adverse finding shows no pattern
    Given a borrower with no adverse finding
    When the borrower is rated
    Then no adverse finding stands
    And the patterns found are none

  Scenario Outline: PAT-01 Key-person risk: one person decides, nobody can replace or contradict him
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-01 KEY_PERSON_RISK is found because of <because>
    And its cap is N5

    Examples:
      | findings                                                      | because                                                       |
      | ONE_MAN_RULE, NO_SUCCESSION, NO_OUTSIDE_DIRECTOR              | NO_OUTSIDE_DIRECTOR, NO_SUCCESSION, ONE_MAN_RULE              |
      | ONE_MAN_RULE, SINGLE_MANAGER, NO_OUTSIDE_DIRECTOR             | NO_OUTSIDE_DIRECTOR, ONE_MAN_RULE, SINGLE_MANAGER             |
      | ONE_MAN_RULE, NO_SUCCESSION, BOARD_NOT_CHALLENGING            | BOARD_NOT_CHALLENGING, NO_SUCCESSION, ONE_MAN_RULE            |
      | ONE_MAN_RULE, NO_SUCCESSION, INDEPENDENT_DIRECTORS_BELOW_RULE | INDEPENDENT_DIRECTORS_BELOW_RULE, NO_SUCCESSION, ONE_MAN_RULE |
      | ONE_MAN_RULE, NO_SUCCESSION, NO_BOARD_CHALLENGE               | NO_BOARD_CHALLENGE, NO_SUCCESSION, ONE_MAN_RULE               |

  Scenario Outline: PAT-01 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-01 is not found

    Examples:
      | findings                                               |
      | NO_SUCCESSION, NO_OUTSIDE_DIRECTOR                     |
      | ONE_MAN_RULE, NO_OUTSIDE_DIRECTOR                      |
      | ONE_MAN_RULE, NO_SUCCESSION                            |
      | FAMILY_DECISION, NO_SUCCESSION, NO_OUTSIDE_DIRECTOR    |
      | ONE_MAN_RULE, SUCCESSION_INFORMAL, NO_OUTSIDE_DIRECTOR |
      | ONE_MAN_RULE, THIN_BENCH, NO_OUTSIDE_DIRECTOR          |

  Scenario Outline: PAT-02 Closed family control: family decides, holds the key posts, admits no outsider
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-02 CLOSED_FAMILY_CONTROL is found because of <because>
    And its cap is N5

    Examples:
      | findings                                                                    | because                                                                     |
      | ONE_MAN_RULE, FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION    | FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION, ONE_MAN_RULE    |
      | FAMILY_DECISION, FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION | FAMILY_DECISION, FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION |

  Scenario Outline: PAT-02 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-02 is not found

    Examples:
      | findings                                                                       |
      | FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION                     |
      | ONE_MAN_RULE, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION                               |
      | ONE_MAN_RULE, FAMILY_HOLDS_KEY_POSTS, NO_SUCCESSION                            |
      | ONE_MAN_RULE, FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR                      |
      | ONE_MAN_RULE, FAMILY_HOLDS_KEY_POSTS, NO_OUTSIDE_DIRECTOR, SUCCESSION_INFORMAL |

  Scenario Outline: PAT-03 Unstable identity: business, name and structure all changed
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-03 IDENTITY_INSTABILITY is found because of <because>
    And its cap is N6

    Examples:
      | findings                                                                      | because                                                                       |
      | PRINCIPAL_BUSINESS_UNSTABLE, NAME_CHANGED_REPEATEDLY, RESTRUCTURED_SETTLED    | NAME_CHANGED_REPEATEDLY, PRINCIPAL_BUSINESS_UNSTABLE, RESTRUCTURED_SETTLED    |
      | PRINCIPAL_BUSINESS_UNSTABLE, NAME_CHANGED_REPEATEDLY, RESTRUCTURING_UNSETTLED | NAME_CHANGED_REPEATEDLY, PRINCIPAL_BUSINESS_UNSTABLE, RESTRUCTURING_UNSETTLED |

  Scenario Outline: PAT-03 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-03 is not found

    Examples:
      | findings                                                                   |
      | NAME_CHANGED_REPEATEDLY, RESTRUCTURED_SETTLED                              |
      | PRINCIPAL_BUSINESS_UNSTABLE, RESTRUCTURED_SETTLED                          |
      | PRINCIPAL_BUSINESS_UNSTABLE, NAME_CHANGED_REPEATEDLY                       |
      | PRINCIPAL_BUSINESS_CHANGED, NAME_CHANGED_REPEATEDLY, RESTRUCTURED_SETTLED  |
      | PRINCIPAL_BUSINESS_UNSTABLE, NAME_CHANGE_UNEXPLAINED, RESTRUCTURED_SETTLED |

  Scenario Outline: PAT-04 Debt evasion suspected: creditors appear left in the old shell
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-04 DEBT_EVASION_SUSPECTED is found because of <because>
    And its cap is N9

    Examples:
      | findings                                  | because                                   |
      | DEBT_LEFT_BEHIND, NAME_CHANGED_REPEATEDLY | DEBT_LEFT_BEHIND, NAME_CHANGED_REPEATEDLY |
      | DEBT_LEFT_BEHIND, RESTRUCTURING_UNSETTLED | DEBT_LEFT_BEHIND, RESTRUCTURING_UNSETTLED |
      | DEBT_LEFT_BEHIND, CONTROLLER_UNSTABLE     | CONTROLLER_UNSTABLE, DEBT_LEFT_BEHIND     |

  Scenario Outline: PAT-04 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-04 is not found

    Examples:
      | findings                                                   |
      | NAME_CHANGED_REPEATEDLY                                    |
      | DEBT_LEFT_BEHIND                                           |
      | DEBT_RESCHEDULED_IN_RESTRUCTURING, NAME_CHANGED_REPEATEDLY |
      | DEBT_LEFT_BEHIND, NAME_CHANGE_UNEXPLAINED                  |
      | DEBT_LEFT_BEHIND, RESTRUCTURED_SETTLED                     |
      | DEBT_LEFT_BEHIND, CONTROLLER_CHANGED                       |

  Scenario Outline: PAT-05 Tunnelling suspected: value appears to flow to the controller
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-05 TUNNELLING is found because of <because>
    And its cap is N7

    Examples:
      | findings                                     | because                                      |
      | FUND_OCCUPATION, RPT_HIGH_UNPROVEN           | FUND_OCCUPATION, RPT_HIGH_UNPROVEN           |
      | FUND_OCCUPATION_SEVERE, RPT_HIGH_UNPROVEN    | FUND_OCCUPATION_SEVERE, RPT_HIGH_UNPROVEN    |
      | FUND_OCCUPATION, RPT_NOT_ARMS_LENGTH         | FUND_OCCUPATION, RPT_NOT_ARMS_LENGTH         |
      | FUND_OCCUPATION, AFFILIATE_GUARANTEES_HIGH   | AFFILIATE_GUARANTEES_HIGH, FUND_OCCUPATION   |
      | FUND_OCCUPATION, AFFILIATE_GUARANTEES_SEVERE | AFFILIATE_GUARANTEES_SEVERE, FUND_OCCUPATION |

  Scenario Outline: PAT-05 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-05 is not found

    Examples:
      | findings                                    |
      | RPT_HIGH_UNPROVEN                           |
      | FUND_OCCUPATION                             |
      | FUNDS_LENT_TO_CONTROLLER, RPT_HIGH_UNPROVEN |
      | FUND_OCCUPATION, RPT_PRICING_UNCLEAR        |
      | FUND_OCCUPATION, AFFILIATE_GUARANTEES       |

  Scenario Outline: PAT-06 Group contagion: controller in trouble, and the borrower exposed to it
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-06 GROUP_CONTAGION is found because of <because>
    And its cap is N7

    Examples:
      | findings                                           | because                                            |
      | CONTROLLER_DISTRESSED, FUNDS_LENT_TO_CONTROLLER    | CONTROLLER_DISTRESSED, FUNDS_LENT_TO_CONTROLLER    |
      | CONTROLLER_DISHONEST, FUNDS_LENT_TO_CONTROLLER     | CONTROLLER_DISHONEST, FUNDS_LENT_TO_CONTROLLER     |
      | CONTROLLER_DISTRESSED, FUND_OCCUPATION             | CONTROLLER_DISTRESSED, FUND_OCCUPATION             |
      | CONTROLLER_DISTRESSED, FUND_OCCUPATION_SEVERE      | CONTROLLER_DISTRESSED, FUND_OCCUPATION_SEVERE      |
      | CONTROLLER_DISTRESSED, AFFILIATE_GUARANTEES        | AFFILIATE_GUARANTEES, CONTROLLER_DISTRESSED        |
      | CONTROLLER_DISTRESSED, AFFILIATE_GUARANTEES_HIGH   | AFFILIATE_GUARANTEES_HIGH, CONTROLLER_DISTRESSED   |
      | CONTROLLER_DISTRESSED, AFFILIATE_GUARANTEES_SEVERE | AFFILIATE_GUARANTEES_SEVERE, CONTROLLER_DISTRESSED |
      | CONTROLLER_DISTRESSED, RELATED_SALES               | CONTROLLER_DISTRESSED, RELATED_SALES               |
      | CONTROLLER_DISTRESSED, RELATED_SUPPLIERS           | CONTROLLER_DISTRESSED, RELATED_SUPPLIERS           |

  Scenario Outline: PAT-06 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-06 is not found

    Examples:
      | findings                                  |
      | FUNDS_LENT_TO_CONTROLLER                  |
      | CONTROLLER_DISTRESSED                     |
      | CONTROLLER_WEAK, FUNDS_LENT_TO_CONTROLLER |

  Scenario Outline: PAT-07 Guarantee circle suspected: heavy guarantees among connected or failing debtors
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-07 GUARANTEE_CIRCLE is found because of <because>
    And its cap is N6

    Examples:
      | findings                                              | because                                               |
      | EXTERNAL_GUARANTEES_HIGH, AFFILIATE_GUARANTEES_HIGH   | AFFILIATE_GUARANTEES_HIGH, EXTERNAL_GUARANTEES_HIGH   |
      | GUARANTEED_DEBT_NPL, AFFILIATE_GUARANTEES_HIGH        | AFFILIATE_GUARANTEES_HIGH, GUARANTEED_DEBT_NPL        |
      | EXTERNAL_GUARANTEES_HIGH, AFFILIATE_GUARANTEES_SEVERE | AFFILIATE_GUARANTEES_SEVERE, EXTERNAL_GUARANTEES_HIGH |
      | GUARANTEED_DEBT_NPL                                   | GUARANTEED_DEBT_NPL                                   |

  Scenario Outline: PAT-07 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-07 is not found

    Examples:
      | findings                                         |
      | AFFILIATE_GUARANTEES_HIGH                        |
      | EXTERNAL_GUARANTEES_HIGH                         |
      | EXTERNAL_GUARANTEES, AFFILIATE_GUARANTEES_HIGH   |
      | GUARANTEED_DEBT_WATCH, AFFILIATE_GUARANTEES_HIGH |
      | EXTERNAL_GUARANTEES_HIGH, AFFILIATE_GUARANTEES   |
      | EXTERNAL_GUARANTEES_HIGH, GUARANTEED_DEBT_WATCH  |

  Scenario Outline: PAT-08 Squeezed between: pays early, collects late
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-08 SQUEEZED_BETWEEN is found because of <because>
    And its cap is N5

    Examples:
      | findings                                  | because                                   |
      | PAYS_IN_ADVANCE, CREDIT_SALES_DOMINANT    | CREDIT_SALES_DOMINANT, PAYS_IN_ADVANCE    |
      | NO_SUPPLIER_CREDIT, CREDIT_SALES_DOMINANT | CREDIT_SALES_DOMINANT, NO_SUPPLIER_CREDIT |
      | PAYS_IN_ADVANCE, COLLECTS_SLOWLY          | COLLECTS_SLOWLY, PAYS_IN_ADVANCE          |
      | PAYS_IN_ADVANCE, COLLECTION_VERY_SLOW     | COLLECTION_VERY_SLOW, PAYS_IN_ADVANCE     |

  Scenario Outline: PAT-08 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-08 is not found

    Examples:
      | findings              |
      | CREDIT_SALES_DOMINANT |
      | PAYS_IN_ADVANCE       |

  Scenario Outline: PAT-09 Weak supply chain: dependent on unproven suppliers on suppliers' terms
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-09 WEAK_SUPPLY_CHAIN is found because of <because>
    And its cap is N6

    Examples:
      | findings                                  | because                                   |
      | NO_SUPPLIER_CREDIT, SUPPLIERS_UNVERIFIED  | NO_SUPPLIER_CREDIT, SUPPLIERS_UNVERIFIED  |
      | SUPPLIER_DEPENDENCE, SUPPLIERS_UNVERIFIED | SUPPLIERS_UNVERIFIED, SUPPLIER_DEPENDENCE |

  Scenario Outline: PAT-09 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-09 is not found

    Examples:
      | findings                                     |
      | SUPPLIERS_UNVERIFIED                         |
      | NO_SUPPLIER_CREDIT                           |
      | PAYS_IN_ADVANCE, SUPPLIERS_UNVERIFIED        |
      | SUPPLIER_CONCENTRATION, SUPPLIERS_UNVERIFIED |

  Scenario Outline: PAT-10 Fragile supply: critical single source over a long, fragile route
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-10 SUPPLY_FRAGILITY is found because of <because>
    And its cap is N5

    Examples:
      | findings                                          | because                                           |
      | SINGLE_SOURCE_CRITICAL, LONG_FRAGILE_SUPPLY_ROUTE | LONG_FRAGILE_SUPPLY_ROUTE, SINGLE_SOURCE_CRITICAL |

  Scenario Outline: PAT-10 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-10 is not found

    Examples:
      | findings                  |
      | LONG_FRAGILE_SUPPLY_ROUTE |
      | SINGLE_SOURCE_CRITICAL    |

  Scenario Outline: PAT-11 Customer concentration: dependent on one customer who is weak, disloyal or already leaving
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-11 CUSTOMER_CONCENTRATION_RISK is found because of <because>
    And its cap is N5

    Examples:
      | findings                                  | because                                   |
      | CUSTOMER_DEPENDENCE, WEAK_CUSTOMERS       | CUSTOMER_DEPENDENCE, WEAK_CUSTOMERS       |
      | CUSTOMER_DEPENDENCE, DISLOYAL_VOLUME_HIGH | CUSTOMER_DEPENDENCE, DISLOYAL_VOLUME_HIGH |
      | CUSTOMER_DEPENDENCE, KEY_CUSTOMER_LOST    | CUSTOMER_DEPENDENCE, KEY_CUSTOMER_LOST    |

  Scenario Outline: PAT-11 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-11 is not found

    Examples:
      | findings                               |
      | WEAK_CUSTOMERS                         |
      | CUSTOMER_DEPENDENCE                    |
      | CUSTOMER_CONCENTRATION, WEAK_CUSTOMERS |
      | CUSTOMER_DEPENDENCE, DISLOYAL_VOLUME   |

  Scenario Outline: PAT-12 Collection stress: slow collection and old receivables
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-12 COLLECTION_STRESS is found because of <because>
    And its cap is N5

    Examples:
      | findings                                       | because                                        |
      | COLLECTION_VERY_SLOW, RECEIVABLES_OVERDUE_HIGH | COLLECTION_VERY_SLOW, RECEIVABLES_OVERDUE_HIGH |
      | COLLECTS_SLOWLY, RECEIVABLES_OVERDUE_HIGH      | COLLECTS_SLOWLY, RECEIVABLES_OVERDUE_HIGH      |

  Scenario Outline: PAT-12 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-12 is not found

    Examples:
      | findings                                  |
      | RECEIVABLES_OVERDUE_HIGH                  |
      | COLLECTION_VERY_SLOW                      |
      | COLLECTION_VERY_SLOW, RECEIVABLES_OVERDUE |

  Scenario Outline: PAT-13 Obsolete and exposed: old process facing regulation
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-13 OBSOLETE_AND_EXPOSED is found because of <because>
    And its cap is N6

    Examples:
      | findings                                | because                                 |
      | TECHNOLOGY_BACKWARD, PROCESS_RESTRICTED | PROCESS_RESTRICTED, TECHNOLOGY_BACKWARD |
      | EQUIPMENT_WORN_OUT, PROCESS_RESTRICTED  | EQUIPMENT_WORN_OUT, PROCESS_RESTRICTED  |
      | TECHNOLOGY_BACKWARD, ENERGY_INTENSIVE   | ENERGY_INTENSIVE, TECHNOLOGY_BACKWARD   |
      | TECHNOLOGY_BACKWARD, ENV_YELLOW         | ENV_YELLOW, TECHNOLOGY_BACKWARD         |
      | TECHNOLOGY_BACKWARD, ENV_RED            | ENV_RED, TECHNOLOGY_BACKWARD            |
      | TECHNOLOGY_BACKWARD, PROCESS_ELIMINATED | PROCESS_ELIMINATED, TECHNOLOGY_BACKWARD |

  Scenario Outline: PAT-13 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-13 is not found

    Examples:
      | findings                                    |
      | PROCESS_RESTRICTED                          |
      | TECHNOLOGY_BACKWARD                         |
      | EQUIPMENT_AGED, PROCESS_RESTRICTED          |
      | TECHNOLOGY_BACKWARD, ENERGY_ABOVE_BENCHMARK |

  Scenario Outline: PAT-14 Persistent polluter: repeated breaches without effective treatment
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-14 PERSISTENT_POLLUTER is found because of <because>
    And its cap is N7

    Examples:
      | findings                                              | because                                               |
      | ENV_RED, EMISSIONS_EXCEEDED_REPEATEDLY                | EMISSIONS_EXCEEDED_REPEATEDLY, ENV_RED                |
      | ENV_PENALTIES_REPEATED, EMISSIONS_EXCEEDED_REPEATEDLY | EMISSIONS_EXCEEDED_REPEATEDLY, ENV_PENALTIES_REPEATED |
      | ENV_RED, WASTE_PARTLY_TREATED                         | ENV_RED, WASTE_PARTLY_TREATED                         |
      | ENV_RED, WASTE_UNTREATED                              | ENV_RED, WASTE_UNTREATED                              |

  Scenario Outline: PAT-14 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-14 is not found

    Examples:
      | findings                                   |
      | EMISSIONS_EXCEEDED_REPEATEDLY              |
      | ENV_RED                                    |
      | ENV_YELLOW, EMISSIONS_EXCEEDED_REPEATEDLY  |
      | ENV_PENALTY, EMISSIONS_EXCEEDED_REPEATEDLY |
      | ENV_RED, EMISSION_EXCEEDED                 |

  Scenario Outline: PAT-15 Innovation gap in a long-cycle industry
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-15 INNOVATION_GAP is found because of <because>
    And its cap is N5

    Examples:
      | findings                               | because                                |
      | NEXT_GENERATION_SLOW, FEW_NEW_PRODUCTS | FEW_NEW_PRODUCTS, NEXT_GENERATION_SLOW |
      | NO_NEXT_GENERATION, FEW_NEW_PRODUCTS   | FEW_NEW_PRODUCTS, NO_NEXT_GENERATION   |

  Scenario Outline: PAT-15 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-15 is not found

    Examples:
      | findings             |
      | FEW_NEW_PRODUCTS     |
      | NEXT_GENERATION_SLOW |

  Scenario Outline: PAT-16 Policy-driven enterprise: nobody answers for returns
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-16 POLICY_DRIVEN_ENTERPRISE is found because of <because>
    And its cap is N5

    Examples:
      | findings                                                              | because                                                               |
      | OWNER_ABSENT, ADMIN_INTERVENTION_FREQUENT, OBJECTIVES_NOT_COMMERCIAL  | ADMIN_INTERVENTION_FREQUENT, OBJECTIVES_NOT_COMMERCIAL, OWNER_ABSENT  |
      | OWNER_NOMINAL, ADMIN_INTERVENTION_FREQUENT, OBJECTIVES_NOT_COMMERCIAL | ADMIN_INTERVENTION_FREQUENT, OBJECTIVES_NOT_COMMERCIAL, OWNER_NOMINAL |

  Scenario Outline: PAT-16 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-16 is not found

    Examples:
      | findings                                                    |
      | ADMIN_INTERVENTION_FREQUENT, OBJECTIVES_NOT_COMMERCIAL      |
      | OWNER_ABSENT, OBJECTIVES_NOT_COMMERCIAL                     |
      | OWNER_ABSENT, ADMIN_INTERVENTION_FREQUENT                   |
      | OWNER_ABSENT, ADMIN_INTERVENTION, OBJECTIVES_NOT_COMMERCIAL |
      | OWNER_ABSENT, ADMIN_INTERVENTION_FREQUENT, MIXED_OBJECTIVES |

  Scenario Outline: PAT-17 Doubt about reliability of disclosure: sanctions joined by audit or insider signals
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-17 DISCLOSURE_NOT_RELIABLE is found because of <because>
    And its cap is N6

    Examples:
      | findings                                                  | because                                                   |
      | DISCLOSURE_SANCTION, AUDITOR_CHANGED_REPEATEDLY           | AUDITOR_CHANGED_REPEATEDLY, DISCLOSURE_SANCTION           |
      | DISCLOSURE_SANCTIONS_REPEATED, AUDITOR_CHANGED_REPEATEDLY | AUDITOR_CHANGED_REPEATEDLY, DISCLOSURE_SANCTIONS_REPEATED |
      | DISCLOSURE_SANCTION, AUDIT_QUALIFIED_OR_NONE              | AUDIT_QUALIFIED_OR_NONE, DISCLOSURE_SANCTION              |
      | DISCLOSURE_SANCTION, AUDIT_EMPHASIS                       | AUDIT_EMPHASIS, DISCLOSURE_SANCTION                       |
      | DISCLOSURE_SANCTION, INSIDER_CONTROL                      | DISCLOSURE_SANCTION, INSIDER_CONTROL                      |
      | DISCLOSURE_SANCTION, AUDIT_ADVERSE                        | AUDIT_ADVERSE, DISCLOSURE_SANCTION                        |

  Scenario Outline: PAT-17 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-17 is not found

    Examples:
      | findings                                  |
      | AUDITOR_CHANGED_REPEATEDLY                |
      | DISCLOSURE_SANCTION                       |
      | DISCLOSURE_SANCTION, INSIDER_CONTROL_SOME |

  Scenario Outline: PAT-18 Profit shifting to the parent suspected
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-18 PROFIT_SHIFTING_TO_PARENT is found because of <because>
    And its cap is N5

    Examples:
      | findings                                                     | because                                                      |
      | TRANSFER_PRICING_UNDOCUMENTED, TECHNOLOGY_LICENCE_TERMINABLE | TECHNOLOGY_LICENCE_TERMINABLE, TRANSFER_PRICING_UNDOCUMENTED |
      | TRANSFER_PRICING_UNDOCUMENTED, RELATED_SALES                 | RELATED_SALES, TRANSFER_PRICING_UNDOCUMENTED                 |
      | TRANSFER_PRICING_UNDOCUMENTED, RELATED_SUPPLIERS             | RELATED_SUPPLIERS, TRANSFER_PRICING_UNDOCUMENTED             |
      | TRANSFER_PRICING_UNDOCUMENTED, TECHNOLOGY_DISPUTED           | TECHNOLOGY_DISPUTED, TRANSFER_PRICING_UNDOCUMENTED           |

  Scenario Outline: PAT-18 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-18 is not found

    Examples:
      | findings                      |
      | TECHNOLOGY_LICENCE_TERMINABLE |
      | TRANSFER_PRICING_UNDOCUMENTED |

  Scenario Outline: PAT-19 Diversion from the core business: unrelated spread with speculative investment
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-19 DIVERSION_FROM_CORE is found because of <because>
    And its cap is N6

    Examples:
      | findings                                           | because                                            |
      | UNRELATED_DIVERSIFICATION, SPECULATIVE_STYLE       | SPECULATIVE_STYLE, UNRELATED_DIVERSIFICATION       |
      | NO_PRINCIPAL_BUSINESS, SPECULATIVE_STYLE           | NO_PRINCIPAL_BUSINESS, SPECULATIVE_STYLE           |
      | UNRELATED_DIVERSIFICATION, OFFCORE_INVESTMENT_HIGH | OFFCORE_INVESTMENT_HIGH, UNRELATED_DIVERSIFICATION |

  Scenario Outline: PAT-19 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-19 is not found

    Examples:
      | findings                                      |
      | SPECULATIVE_STYLE                             |
      | UNRELATED_DIVERSIFICATION                     |
      | SOME_UNRELATED_BUSINESS, SPECULATIVE_STYLE    |
      | PRINCIPAL_BUSINESS_DILUTED, SPECULATIVE_STYLE |
      | UNRELATED_DIVERSIFICATION, AGGRESSIVE_STYLE   |
      | UNRELATED_DIVERSIFICATION, OFFCORE_INVESTMENT |

  Scenario Outline: PAT-20 Signals of liquidity distress: strained repayment and others withdrawing or unpaid
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-20 LIQUIDITY_DISTRESS_SIGNALS is found because of <because>
    And its cap is N7

    Examples:
      | findings                                 | because                                  |
      | REPEATED_OVERDUE, LENDER_WITHDREW        | LENDER_WITHDREW, REPEATED_OVERDUE        |
      | LOANS_ROLLED_REPEATEDLY, LENDER_WITHDREW | LENDER_WITHDREW, LOANS_ROLLED_REPEATEDLY |
      | SPECIAL_MENTION, LENDER_WITHDREW         | LENDER_WITHDREW, SPECIAL_MENTION         |
      | REPEATED_OVERDUE, DEFAULTS_ON_SUPPLIERS  | DEFAULTS_ON_SUPPLIERS, REPEATED_OVERDUE  |
      | REPEATED_OVERDUE, WAGE_SOCIAL_ARREARS    | REPEATED_OVERDUE, WAGE_SOCIAL_ARREARS    |
      | NON_PERFORMING, LENDER_WITHDREW          | LENDER_WITHDREW, NON_PERFORMING          |

  Scenario Outline: PAT-20 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-20 is not found

    Examples:
      | findings                                |
      | LENDER_WITHDREW                         |
      | REPEATED_OVERDUE                        |
      | OCCASIONAL_OVERDUE, LENDER_WITHDREW     |
      | LOAN_ROLLED, LENDER_WITHDREW            |
      | REPEATED_OVERDUE, PAYS_SUPPLIERS_SLOWLY |

  Scenario Outline: PAT-21 Unwilling counterparty: uncooperative and unreliable toward the bank
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-21 UNWILLING_COUNTERPARTY is found because of <because>
    And its cap is N6

    Examples:
      | findings                              | because                               |
      | UNCOOPERATIVE, RECONCILIATION_REFUSED | RECONCILIATION_REFUSED, UNCOOPERATIVE |
      | UNCOOPERATIVE, COMMITMENTS_BROKEN     | COMMITMENTS_BROKEN, UNCOOPERATIVE     |
      | UNCOOPERATIVE, INFORMATION_REFUSED    | INFORMATION_REFUSED, UNCOOPERATIVE    |

  Scenario Outline: PAT-21 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-21 is not found

    Examples:
      | findings                                 |
      | RECONCILIATION_REFUSED                   |
      | UNCOOPERATIVE                            |
      | COOPERATION_SLOW, RECONCILIATION_REFUSED |
      | UNCOOPERATIVE, RECONCILIATION_LATE       |
      | UNCOOPERATIVE, INFORMATION_LATE          |

  Scenario Outline: PAT-22 Management vacuum: unsettled control or team, new to the industry
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-22 MANAGEMENT_VACUUM is found because of <because>
    And its cap is N5

    Examples:
      | findings                             | because                              |
      | MANAGEMENT_UNSTABLE, NEW_TO_INDUSTRY | MANAGEMENT_UNSTABLE, NEW_TO_INDUSTRY |
      | CONTROL_CHANGED, NEW_TO_INDUSTRY     | CONTROL_CHANGED, NEW_TO_INDUSTRY     |

  Scenario Outline: PAT-22 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-22 is not found

    Examples:
      | findings                                         |
      | NEW_TO_INDUSTRY                                  |
      | MANAGEMENT_UNSTABLE                              |
      | MANAGEMENT_TURNOVER, NEW_TO_INDUSTRY             |
      | MANAGEMENT_UNSTABLE, LIMITED_INDUSTRY_EXPERIENCE |

  Scenario Outline: PAT-23 Unproven borrower: neither operating nor credit history
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-23 UNPROVEN_BORROWER is found because of <because>
    And its cap is N5

    Examples:
      | findings                   | because                    |
      | START_UP, THIN_CREDIT_FILE | START_UP, THIN_CREDIT_FILE |

  Scenario Outline: PAT-23 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-23 is not found

    Examples:
      | findings                                  |
      | THIN_CREDIT_FILE                          |
      | START_UP                                  |
      | SHORT_OPERATING_HISTORY, THIN_CREDIT_FILE |

  Scenario Outline: PAT-24 Revenue-quality doubt: figures do not reconcile and sales look related or uncollected
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-24 REVENUE_QUALITY_DOUBT is found because of <because>
    And its cap is N6

    Examples:
      | findings                                  | because                                   |
      | DATA_MAJOR_GAPS, RELATED_SALES            | DATA_MAJOR_GAPS, RELATED_SALES            |
      | DATA_MAJOR_GAPS, COLLECTS_SLOWLY          | COLLECTS_SLOWLY, DATA_MAJOR_GAPS          |
      | DATA_MAJOR_GAPS, RECEIVABLES_OVERDUE      | DATA_MAJOR_GAPS, RECEIVABLES_OVERDUE      |
      | DATA_MAJOR_GAPS, COLLECTION_VERY_SLOW     | COLLECTION_VERY_SLOW, DATA_MAJOR_GAPS     |
      | DATA_MAJOR_GAPS, RECEIVABLES_OVERDUE_HIGH | DATA_MAJOR_GAPS, RECEIVABLES_OVERDUE_HIGH |

  Scenario Outline: PAT-24 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-24 is not found

    Examples:
      | findings                       |
      | RELATED_SALES                  |
      | DATA_MAJOR_GAPS                |
      | DATA_MINOR_GAPS, RELATED_SALES |

  Scenario Outline: PAT-25 Losing the competitive base: inferior product and lost ground
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-25 LOSING_COMPETITIVE_BASE is found because of <because>
    And its cap is N5

    Examples:
      | findings                                               | because                                                |
      | PRICE_PERFORMANCE_INFERIOR, SHARE_FALLING              | PRICE_PERFORMANCE_INFERIOR, SHARE_FALLING              |
      | PRICE_PERFORMANCE_INFERIOR, SHRINKING_AGAINST_INDUSTRY | PRICE_PERFORMANCE_INFERIOR, SHRINKING_AGAINST_INDUSTRY |

  Scenario Outline: PAT-25 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-25 is not found

    Examples:
      | findings                                 |
      | SHARE_FALLING                            |
      | PRICE_PERFORMANCE_INFERIOR               |
      | PRICE_PERFORMANCE_INFERIOR, GROWS_SLOWER |

  Scenario Outline: PAT-26 Reputation knock-out: dishonesty corroborated by independent data
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-26 REPUTATION_KNOCK_OUT is found because of <because>
    And its cap is N9

    Examples:
      | findings                              | because                               |
      | FALSE_STATEMENTS, DATA_MAJOR_GAPS     | DATA_MAJOR_GAPS, FALSE_STATEMENTS     |
      | MATERIAL_CONCEALMENT, DATA_MAJOR_GAPS | DATA_MAJOR_GAPS, MATERIAL_CONCEALMENT |
      | STATEMENTS_MISSTATED, DATA_MAJOR_GAPS | DATA_MAJOR_GAPS, STATEMENTS_MISSTATED |
      | FALSE_STATEMENTS, AUDIT_ADVERSE       | AUDIT_ADVERSE, FALSE_STATEMENTS       |
      | FALSE_STATEMENTS, TAX_EVASION         | FALSE_STATEMENTS, TAX_EVASION         |
      | FALSE_STATEMENTS, LOAN_DIVERTED       | FALSE_STATEMENTS, LOAN_DIVERTED       |

  Scenario Outline: PAT-26 is not found while one of its parts is missing or too mild
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-26 is not found

    Examples:
      | findings                                  |
      | DATA_MAJOR_GAPS                           |
      | FALSE_STATEMENTS                          |
      | STATEMENT_ERRORS, DATA_MAJOR_GAPS         |
      | DISCLOSED_LATE, DATA_MAJOR_GAPS           |
      | FALSE_STATEMENTS, DATA_MINOR_GAPS         |
      | FALSE_STATEMENTS, AUDIT_EMPHASIS          |
      | FALSE_STATEMENTS, AUDIT_QUALIFIED_OR_NONE |

  Scenario Outline: PAT-27 Group dependence: the stand-alone grade is not separable from the group
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then pattern PAT-27 GROUP_DEPENDENCE is found because of <because>
    And its cap is N3

    Examples:
      | findings        | because         |
      | GROUP_DEPENDENT | GROUP_DEPENDENT |

  Scenario: PAT-27 is not found at the threshold of its only part
    Given a borrower with no adverse finding
    But its "Related-party transactions as share of revenue" is 40
    When the borrower is rated
    Then pattern PAT-27 is not found

  Scenario: What is not known forms a pattern as what is known does
    Given a borrower with no adverse finding
    But its "Decision process" is not known
    And its "Succession plan" is not known
    And its "Share of independent directors" is not known
    When the borrower is rated
    Then pattern PAT-01 KEY_PERSON_RISK is found because of NO_OUTSIDE_DIRECTOR, NO_SUCCESSION, ONE_MAN_RULE
    And its cap is N5

  Scenario Outline: A pattern never improves a grade that is worse already
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then the patterns found are <patterns>
    And its grade is <grade>

    Examples:
      | findings                                                         | patterns | grade |
      | ONE_MAN_RULE, NO_SUCCESSION, NO_OUTSIDE_DIRECTOR                 | PAT-01   | N5    |
      | ONE_MAN_RULE, NO_SUCCESSION, NO_OUTSIDE_DIRECTOR, PERMIT_MISSING | PAT-01   | N8    |
      | ENV_RED, EMISSIONS_EXCEEDED_REPEATEDLY, NON_PERFORMING           | PAT-14   | N10   |
