Feature: Reputation and repayment (REP)
  How the borrower has treated its lenders, the tax office, the courts and its partners.
  Where a critical or knock-out outcome cannot be ruled out, the borrower is not rated.

  Scenario Outline: REP-01 Worst current five-tier class, all lenders
    Given an ordinary clean borrower
    But its "Worst current five-tier class" is <worst class>
    When the borrower is rated
    Then test REP-01 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | worst class     | finding         | severity         | cap  | rated     |
      | normal          | none            | none             | none | rated     |
      | special mention | SPECIAL_MENTION | weakness         | none | rated     |
      | substandard     | NON_PERFORMING  | knock-out        | N10  | rated     |
      | doubtful        | NON_PERFORMING  | knock-out        | N10  | rated     |
      | loss            | NON_PERFORMING  | knock-out        | N10  | rated     |
      | not known       | SPECIAL_MENTION | assumed weakness | none | not rated |

  Scenario Outline: REP-02 Current days past due, all lenders
    Given an ordinary clean borrower
    But its "Current days past due" is <days>
    When the borrower is rated
    Then test REP-02 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | days      | finding          | severity          | cap  | rated     |
      | 0         | none             | none              | none | rated     |
      | 1         | PAST_DUE_1_30    | weakness          | none | rated     |
      | 30        | PAST_DUE_1_30    | weakness          | none | rated     |
      | 31        | PAST_DUE_31_90   | critical weakness | N7   | rated     |
      | 90        | PAST_DUE_31_90   | critical weakness | N7   | rated     |
      | 91        | PAST_DUE_OVER_90 | knock-out         | N10  | rated     |
      | not known | PAST_DUE_1_30    | assumed weakness  | none | not rated |

  Scenario Outline: REP-03 Worst class in the last 5 years (settled)
    Given an ordinary clean borrower
    But its "Worst class of settled loans, last 5 years" is <worst class>
    When the borrower is rated
    Then test REP-03 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | worst class             | finding              | severity           | cap  | rated     |
      | never worse than normal | none                 | none               | none | rated     |
      | special mention         | PAST_SPECIAL_MENTION | watch sign         | none | rated     |
      | substandard             | PAST_NON_PERFORMING  | critical weakness  | N6   | rated     |
      | doubtful                | PAST_NON_PERFORMING  | critical weakness  | N6   | rated     |
      | loss                    | PAST_NON_PERFORMING  | critical weakness  | N6   | rated     |
      | not known               | PAST_SPECIAL_MENTION | assumed watch sign | none | not rated |

  Scenario Outline: REP-04 Overdue episodes, 24 months
    Given an ordinary clean borrower
    But its "Overdue episodes, last 24 months" is <episodes>
    And its "Length of credit history" is <months>
    When the borrower is rated
    Then test REP-04 finds <finding>
    And its severity is <severity>

    Examples:
      | episodes  | months    | finding                | severity             |
      | 0         | 0         | none                   | none                 |
      | 0         | 23.9999   | none                   | none                 |
      | 0         | 24        | CLEAN_REPAYMENT_RECORD | outstanding strength |
      | 0         | not known | none                   | none                 |
      | 1         | 0         | OCCASIONAL_OVERDUE     | watch sign           |
      | 1         | 24        | OCCASIONAL_OVERDUE     | watch sign           |
      | 1         | not known | OCCASIONAL_OVERDUE     | watch sign           |
      | 2         | 0         | OCCASIONAL_OVERDUE     | watch sign           |
      | 2         | 24        | OCCASIONAL_OVERDUE     | watch sign           |
      | 2         | not known | OCCASIONAL_OVERDUE     | watch sign           |
      | 3         | 0         | REPEATED_OVERDUE       | weakness             |
      | 3         | 24        | REPEATED_OVERDUE       | weakness             |
      | 3         | not known | REPEATED_OVERDUE       | weakness             |
      | not known | 0         | REPEATED_OVERDUE       | assumed weakness     |
      | not known | 24        | REPEATED_OVERDUE       | assumed weakness     |
      | not known | not known | REPEATED_OVERDUE       | assumed weakness     |

  Scenario Outline: REP-05 Length of credit history
    Given an ordinary clean borrower
    But its "Length of credit history" is <months>
    When the borrower is rated
    Then test REP-05 finds <finding>
    And its severity is <severity>

    Examples:
      | months    | finding          | severity           |
      | 0         | THIN_CREDIT_FILE | watch sign         |
      | 11.9999   | THIN_CREDIT_FILE | watch sign         |
      | 12        | none             | none               |
      | not known | THIN_CREDIT_FILE | assumed watch sign |

  Scenario Outline: REP-06 Advances (sums banks paid on the borrower's behalf) on acceptances, letters of credit and guarantees
    Given an ordinary clean borrower
    But its "Bank advances outstanding" is <outstanding>
    And its "Bank advances, last 24 months" is <advances>
    When the borrower is rated
    Then test REP-06 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | outstanding            | advances  | finding             | severity         | cap  | rated     |
      | no advance outstanding | 0         | none                | none             | none | rated     |
      | no advance outstanding | 1         | PAST_ADVANCE        | weakness         | none | rated     |
      | no advance outstanding | not known | PAST_ADVANCE        | assumed weakness | none | rated     |
      | advance outstanding    | 0         | ADVANCE_OUTSTANDING | knock-out        | N9   | rated     |
      | advance outstanding    | 1         | ADVANCE_OUTSTANDING | knock-out        | N9   | rated     |
      | advance outstanding    | not known | ADVANCE_OUTSTANDING | knock-out        | N9   | rated     |
      | not known              | 0         | none                | none             | none | not rated |
      | not known              | 1         | PAST_ADVANCE        | assumed weakness | none | not rated |
      | not known              | not known | PAST_ADVANCE        | assumed weakness | none | not rated |

  Scenario Outline: REP-07 Debt transferred to an asset manager / paid by a guarantor (recourse business)
    Given an ordinary clean borrower
    But its "Debt in recourse" is <debt in recourse>
    When the borrower is rated
    Then test REP-07 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | debt in recourse    | finding          | severity  | cap  | rated     |
      | no debt in recourse | none             | none      | none | rated     |
      | debt in recourse    | DEBT_IN_RECOURSE | knock-out | N9   | rated     |
      | not known           | none             | none      | none | not rated |

  Scenario Outline: REP-08 Evasion of bank debt
    Given an ordinary clean borrower
    But its "Finding of bank-debt evasion" is <check>
    When the borrower is rated
    Then test REP-08 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | check                        | finding          | severity  | cap  | rated     |
      | none found on a stated check | none             | none      | none | rated     |
      | evasion found                | BANK_DEBT_EVADED | knock-out | N9   | rated     |
      | not known                    | none             | none      | none | not rated |

  Scenario Outline: REP-09 Loans renewed to repay loans / extended, 24 months
    Given an ordinary clean borrower
    But its "Rollovers and extensions, last 24 months" is <number>
    When the borrower is rated
    Then test REP-09 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding                 | severity         |
      | 0         | none                    | none             |
      | 1         | LOAN_ROLLED             | watch sign       |
      | 2         | LOANS_ROLLED_REPEATEDLY | weakness         |
      | not known | LOANS_ROLLED_REPEATEDLY | assumed weakness |

  Scenario Outline: REP-10 External guarantees (% of net assets)
    Given an ordinary clean borrower
    But its "External guarantees" is <% of net assets>
    When the borrower is rated
    Then test REP-10 finds <finding>
    And its severity is <severity>

    Examples:
      | % of net assets | finding                  | severity         |
      | 0               | none                     | none             |
      | 30              | none                     | none             |
      | 30.0001         | EXTERNAL_GUARANTEES      | watch sign       |
      | 70              | EXTERNAL_GUARANTEES      | watch sign       |
      | 70.0001         | EXTERNAL_GUARANTEES_HIGH | weakness         |
      | not known       | EXTERNAL_GUARANTEES_HIGH | assumed weakness |

  Scenario Outline: REP-11 Worst class of debts guaranteed for others
    Given an ordinary clean borrower
    But its "Worst class of guaranteed debts" is <worst class>
    When the borrower is rated
    Then test REP-11 finds <finding>
    And its severity is <severity>

    Examples:
      | worst class        | finding               | severity         |
      | normal             | none                  | none             |
      | no guaranteed debt | none                  | none             |
      | special mention    | GUARANTEED_DEBT_WATCH | watch sign       |
      | substandard        | GUARANTEED_DEBT_NPL   | weakness         |
      | doubtful           | GUARANTEED_DEBT_NPL   | weakness         |
      | loss               | GUARANTEED_DEBT_NPL   | weakness         |
      | not known          | GUARANTEED_DEBT_NPL   | assumed weakness |

  Scenario Outline: REP-12 Tax-payment credit class
    Given an ordinary clean borrower
    But its "Tax-payment credit class" is <tax-payment credit class>
    When the borrower is rated
    Then test REP-12 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | tax-payment credit class | finding     | severity          | cap  | rated     |
      | class A                  | TAX_CLASS_A | strength          | none | rated     |
      | class B                  | none        | none              | none | rated     |
      | class M (new taxpayer)   | none        | none              | none | rated     |
      | class C                  | TAX_CLASS_C | weakness          | none | rated     |
      | class D                  | TAX_CLASS_D | critical weakness | N7   | rated     |
      | not known                | TAX_CLASS_C | assumed weakness  | none | not rated |

  Scenario Outline: REP-13 Tax evasion or fraud; major tax violation listed
    Given an ordinary clean borrower
    But its "Finding of tax evasion" is <check>
    When the borrower is rated
    Then test REP-13 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | check                            | finding     | severity  | cap  | rated     |
      | none found on a stated check     | none        | none      | none | rated     |
      | evasion or major violation found | TAX_EVASION | knock-out | N8   | rated     |
      | not known                        | none        | none      | none | not rated |

  Scenario Outline: REP-14 Tax arrears
    Given an ordinary clean borrower
    But its "Tax arrears" is <tax arrears>
    When the borrower is rated
    Then test REP-14 finds <finding>
    And its severity is <severity>

    Examples:
      | tax arrears       | finding     | severity         |
      | no tax arrears    | none        | none             |
      | tax arrears exist | TAX_ARREARS | weakness         |
      | not known         | TAX_ARREARS | assumed weakness |

  Scenario Outline: REP-15 Dishonest judgment debtor (current)
    Given an ordinary clean borrower
    But its "Borrower listed as dishonest judgment debtor" is <borrower>
    When the borrower is rated
    Then test REP-15 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | borrower         | finding                   | severity  | cap  | rated     |
      | not listed       | none                      | none      | none | rated     |
      | currently listed | DISHONEST_JUDGMENT_DEBTOR | knock-out | N9   | rated     |
      | not known        | none                      | none      | none | not rated |

  Scenario Outline: REP-16 Enforcement / unsatisfied judgments (% of net assets)
    Given an ordinary clean borrower
    But its "Unsatisfied judgments and enforcement" is <% of net assets>
    When the borrower is rated
    Then test REP-16 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | % of net assets | finding               | severity          | cap  | rated     |
      | 0               | none                  | none              | none | rated     |
      | 0.0001          | JUDGMENT_UNSATISFIED  | watch sign        | none | rated     |
      | 5               | JUDGMENT_UNSATISFIED  | watch sign        | none | rated     |
      | 5.0001          | JUDGMENTS_UNSATISFIED | weakness          | none | rated     |
      | 20              | JUDGMENTS_UNSATISFIED | weakness          | none | rated     |
      | 20.0001         | ENFORCEMENT_HEAVY     | critical weakness | N7   | rated     |
      | not known       | JUDGMENTS_UNSATISFIED | assumed weakness  | none | not rated |

  Scenario Outline: REP-17 Market-regulator lists
    Given an ordinary clean borrower
    But its "Market-regulator lists" is <market-regulator lists>
    When the borrower is rated
    Then test REP-17 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | market-regulator lists         | finding                 | severity         | cap  | rated     |
      | on neither list                | none                    | none             | none | rated     |
      | on the operating-abnormal list | OPERATING_ABNORMAL_LIST | weakness         | none | rated     |
      | on the serious-illegal list    | SERIOUS_ILLEGAL_LIST    | knock-out        | N8   | rated     |
      | not known                      | OPERATING_ABNORMAL_LIST | assumed weakness | none | not rated |

  Scenario Outline: REP-18 Bankruptcy / reorganisation petition
    Given an ordinary clean borrower
    But its "Bankruptcy or reorganisation petition" is <petition>
    When the borrower is rated
    Then test REP-18 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | petition       | finding    | severity  | cap  | rated     |
      | no petition    | none       | none      | none | rated     |
      | petition filed | BANKRUPTCY | knock-out | N10  | rated     |
      | not known      | none       | none      | none | not rated |

  Scenario Outline: REP-19 Administrative penalties, 24 months (non-environmental)
    Given an ordinary clean borrower
    But its "Administrative penalties, last 24 months" is <number>
    When the borrower is rated
    Then test REP-19 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding                  | severity         |
      | 0         | none                     | none             |
      | 1         | ADMIN_PENALTY            | watch sign       |
      | 2         | ADMIN_PENALTY            | watch sign       |
      | 3         | ADMIN_PENALTIES_REPEATED | weakness         |
      | not known | ADMIN_PENALTIES_REPEATED | assumed weakness |

  Scenario Outline: REP-20 False statements to obtain credit
    Given an ordinary clean borrower
    But its "Finding of false statements" is <check>
    When the borrower is rated
    Then test REP-20 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | check                         | finding              | severity           | cap  | rated     |
      | none found on a stated check  | none                 | none               | none | rated     |
      | immaterial errors             | STATEMENT_ERRORS     | watch sign         | none | rated     |
      | material misstatement         | STATEMENTS_MISSTATED | critical weakness  | N7   | rated     |
      | deliberately false statements | FALSE_STATEMENTS     | knock-out          | N9   | rated     |
      | not known                     | STATEMENT_ERRORS     | assumed watch sign | none | not rated |

  Scenario Outline: REP-21 Concealment of material facts
    Given an ordinary clean borrower
    But its "Finding of concealed facts" is <check>
    When the borrower is rated
    Then test REP-21 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | check                        | finding              | severity           | cap  | rated     |
      | none found on a stated check | none                 | none               | none | rated     |
      | disclosed late               | DISCLOSED_LATE       | watch sign         | none | rated     |
      | material facts concealed     | MATERIAL_CONCEALMENT | knock-out          | N9   | rated     |
      | not known                    | DISCLOSED_LATE       | assumed watch sign | none | not rated |

  Scenario Outline: REP-22 Reconciliation of accounts with tax, bank and customs data
    Given an ordinary clean borrower
    But its "Accounts reconciled to tax, bank and customs data" is <accounts>
    When the borrower is rated
    Then test REP-22 finds <finding>
    And its severity is <severity>

    Examples:
      | accounts   | finding         | severity         |
      | reconciled | DATA_RECONCILED | strength         |
      | minor gaps | DATA_MINOR_GAPS | watch sign       |
      | major gaps | DATA_MAJOR_GAPS | weakness         |
      | not known  | DATA_MAJOR_GAPS | assumed weakness |

  Scenario Outline: REP-23 Loan funds diverted from agreed use
    Given an ordinary clean borrower
    But its "Diversion of loan funds" is <diversion of loan funds>
    When the borrower is rated
    Then test REP-23 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | diversion of loan funds        | finding       | severity          | cap  | rated     |
      | used as agreed                 | none          | none              | none | rated     |
      | funds diverted from agreed use | LOAN_DIVERTED | critical weakness | N6   | rated     |
      | not known                      | none          | none              | none | not rated |

  Scenario Outline: REP-24 Deception of customers in trade
    Given an ordinary clean borrower
    But its "Deception of customers" is <check>
    When the borrower is rated
    Then test REP-24 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | check                        | finding                     | severity           | cap  | rated     |
      | none found on a stated check | none                        | none               | none | rated     |
      | isolated case                | CUSTOMER_DECEPTION_ISOLATED | watch sign         | none | rated     |
      | repeated                     | CUSTOMER_DECEPTION          | critical weakness  | N7   | rated     |
      | not known                    | CUSTOMER_DECEPTION_ISOLATED | assumed watch sign | none | not rated |

  Scenario Outline: REP-25 Payment conduct toward suppliers
    Given an ordinary clean borrower
    But its "Payment conduct toward suppliers" is <payment>
    When the borrower is rated
    Then test REP-25 finds <finding>
    And its severity is <severity>

    Examples:
      | payment             | finding                 | severity         |
      | prompt              | PAYS_SUPPLIERS_PROMPTLY | strength         |
      | within normal terms | none                    | none             |
      | slow                | PAYS_SUPPLIERS_SLOWLY   | watch sign       |
      | in default          | DEFAULTS_ON_SUPPLIERS   | weakness         |
      | not known           | DEFAULTS_ON_SUPPLIERS   | assumed weakness |

  Scenario Outline: REP-26 Cooperation with the bank
    Given an ordinary clean borrower
    But its "Cooperation with the bank" is <cooperation with the bank>
    And its "Length of bank relationship" is <years>
    When the borrower is rated
    Then test REP-26 finds <finding>
    And its severity is <severity>

    Examples:
      | cooperation with the bank | years     | finding                   | severity         |
      | cooperative               | 0         | none                      | none             |
      | cooperative               | 2.9999    | none                      | none             |
      | cooperative               | 3         | COOPERATIVE_LONG_RELATION | strength         |
      | cooperative               | not known | none                      | none             |
      | slow to cooperate         | 0         | COOPERATION_SLOW          | watch sign       |
      | slow to cooperate         | 3         | COOPERATION_SLOW          | watch sign       |
      | slow to cooperate         | not known | COOPERATION_SLOW          | watch sign       |
      | uncooperative             | 0         | UNCOOPERATIVE             | weakness         |
      | uncooperative             | 3         | UNCOOPERATIVE             | weakness         |
      | uncooperative             | not known | UNCOOPERATIVE             | weakness         |
      | not known                 | 0         | UNCOOPERATIVE             | assumed weakness |
      | not known                 | 3         | UNCOOPERATIVE             | assumed weakness |
      | not known                 | not known | UNCOOPERATIVE             | assumed weakness |

  Scenario Outline: REP-27 Bank-company account reconciliation
    Given an ordinary clean borrower
    But its "Bank-company account reconciliation" is <statement>
    When the borrower is rated
    Then test REP-27 finds <finding>
    And its severity is <severity>

    Examples:
      | statement        | finding                | severity         |
      | returned on time | none                   | none             |
      | returned late    | RECONCILIATION_LATE    | watch sign       |
      | refused          | RECONCILIATION_REFUSED | weakness         |
      | not known        | RECONCILIATION_REFUSED | assumed weakness |

  Scenario Outline: REP-28 Covenant breaches, 24 months
    Given an ordinary clean borrower
    But its "Covenant breaches, last 24 months" is <number>
    When the borrower is rated
    Then test REP-28 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding           | severity         |
      | 0         | none              | none             |
      | 1         | COVENANT_BREACHED | weakness         |
      | not known | COVENANT_BREACHED | assumed weakness |

  Scenario Outline: REP-29 Another lender has withdrawn or cut lines, 12 months
    Given an ordinary clean borrower
    But its "Lender withdrawal, last 12 months" is <lender withdrawal>
    When the borrower is rated
    Then test REP-29 finds <finding>
    And its severity is <severity>

    Examples:
      | lender withdrawal              | finding         | severity         |
      | no lender withdrew             | none            | none             |
      | a lender withdrew or cut lines | LENDER_WITHDREW | weakness         |
      | not known                      | LENDER_WITHDREW | assumed weakness |

  Scenario Outline: REP-30 Wage, social-insurance or housing-fund arrears
    Given an ordinary clean borrower
    But its "Wage and social-contribution arrears" is <arrears>
    When the borrower is rated
    Then test REP-30 finds <finding>
    And its severity is <severity>

    Examples:
      | arrears       | finding             | severity         |
      | no arrears    | none                | none             |
      | arrears exist | WAGE_SOCIAL_ARREARS | weakness         |
      | not known     | WAGE_SOCIAL_ARREARS | assumed weakness |
