Feature: History of the borrower (HIS)
  What the firm was founded on, what it does, how long, and under which names and owners.
  What is not known counts as the gravest ordinary answer; a strength has to be known.

  Scenario Outline: HIS-01 Founding resource still held
    Given an ordinary clean borrower
    But its "Present state of the founding resource" is <founding resource>
    When the borrower is rated
    Then test HIS-01 finds <finding>
    And its severity is <severity>

    Examples:
      | founding resource | finding                    | severity         |
      | still held        | FOUNDING_RESOURCE_HELD     | strength         |
      | weakened          | FOUNDING_RESOURCE_WEAKENED | watch sign       |
      | lost              | FOUNDING_RESOURCE_LOST     | weakness         |
      | not known         | FOUNDING_RESOURCE_LOST     | assumed weakness |

  Scenario Outline: HIS-02 Founding motive
    Given an ordinary clean borrower
    But its "Founding motive" is <founding motive>
    When the borrower is rated
    Then test HIS-02 finds <finding>
    And its severity is <severity>

    Examples:
      | founding motive                 | finding                    | severity           |
      | human resources                 | none                       | none               |
      | technology                      | none                       | none               |
      | customer access                 | none                       | none               |
      | division of products            | none                       | none               |
      | division of production and sale | none                       | none               |
      | founded on industry margin only | FOUNDED_ON_INDUSTRY_MARGIN | watch sign         |
      | no motive identified            | NO_FOUNDING_RATIONALE      | watch sign         |
      | not known                       | FOUNDED_ON_INDUSTRY_MARGIN | assumed watch sign |

  Scenario Outline: HIS-03 Operation outside the registered scope
    Given an ordinary clean borrower
    But its "Business outside the registered scope" is <business>
    When the borrower is rated
    Then test HIS-03 finds <finding>
    And its severity is <severity>
    And the borrower is <rated>

    Examples:
      | business                        | finding                 | severity           | rated     |
      | within the registered scope     | none                    | none               | rated     |
      | minor part outside the scope    | SCOPE_EXCEEDED_MINOR    | watch sign         | rated     |
      | material part outside the scope | SCOPE_EXCEEDED_MATERIAL | critical weakness  | rated     |
      | not known                       | SCOPE_EXCEEDED_MINOR    | assumed watch sign | not rated |

  Scenario Outline: HIS-04 Special-business licence
    Given an ordinary clean borrower
    But its "Special-business licence" is <special-business licence>
    When the borrower is rated
    Then test HIS-04 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | special-business licence | finding          | severity           | cap  | rated     |
      | all licences held        | none             | none               | none | rated     |
      | no licence required      | none             | none               | none | rated     |
      | expires within 6 months  | LICENCE_EXPIRING | watch sign         | none | rated     |
      | required licence missing | LICENCE_MISSING  | knock-out          | N8   | rated     |
      | not known                | LICENCE_EXPIRING | assumed watch sign | none | not rated |

  Scenario Outline: HIS-05 Principal business changes, 3 years
    Given an ordinary clean borrower
    But its "Principal-business changes, last 3 years" is <number>
    When the borrower is rated
    Then test HIS-05 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding                     | severity         |
      | 0         | none                        | none             |
      | 1         | PRINCIPAL_BUSINESS_CHANGED  | watch sign       |
      | 2         | PRINCIPAL_BUSINESS_UNSTABLE | weakness         |
      | not known | PRINCIPAL_BUSINESS_UNSTABLE | assumed weakness |

  Scenario Outline: HIS-06 Stoppage of business, 24 months
    Given an ordinary clean borrower
    But its "Business stoppage, last 24 months" is <months>
    When the borrower is rated
    Then test HIS-06 finds <finding>
    And its severity is <severity>

    Examples:
      | months    | finding              | severity         |
      | 0         | none                 | none             |
      | 0.9999    | none                 | none             |
      | 1         | BUSINESS_INTERRUPTED | watch sign       |
      | 5.9999    | BUSINESS_INTERRUPTED | watch sign       |
      | 6         | BUSINESS_STOPPED     | weakness         |
      | not known | BUSINESS_STOPPED     | assumed weakness |

  Scenario Outline: HIS-07 Length of focus on the present principal business
    Given an ordinary clean borrower
    But its "Years in the present principal business" is <years>
    When the borrower is rated
    Then test HIS-07 finds <finding>
    And its severity is <severity>

    Examples:
      | years     | finding              | severity           |
      | 0         | SHORT_BUSINESS_FOCUS | watch sign         |
      | 1.9999    | SHORT_BUSINESS_FOCUS | watch sign         |
      | 2         | none                 | none               |
      | 7.9999    | none                 | none               |
      | 8         | LONG_BUSINESS_FOCUS  | strength           |
      | not known | SHORT_BUSINESS_FOCUS | assumed watch sign |

  Scenario Outline: HIS-08 Operating history
    Given an ordinary clean borrower
    But its "Years in operation" is <years>
    When the borrower is rated
    Then test HIS-08 finds <finding>
    And its severity is <severity>

    Examples:
      | years  | finding                 | severity   |
      | 0      | START_UP                | weakness   |
      | 1.9999 | START_UP                | weakness   |
      | 2      | SHORT_OPERATING_HISTORY | watch sign |
      | 2.9999 | SHORT_OPERATING_HISTORY | watch sign |
      | 3      | none                    | none       |
      | 9.9999 | none                    | none       |
      | 10     | LONG_OPERATING_HISTORY  | strength   |

  Scenario Outline: HIS-08 Operating history, where the years are not stated
    The date of incorporation then stands in for them: on the borrower's word, so that it earns
    no strength, and one year short, so that leaving the figure out never pays.
    Given an ordinary clean borrower
    But it was incorporated on <incorporated on>
    And its "Years in operation" is not known
    When the borrower is rated
    Then test HIS-08 finds <finding>
    And its severity is <severity>

    Examples:
      | incorporated on | finding                 | severity         |
      | 2026-11-01      | START_UP                | weakness         |
      | 2023-11-02      | START_UP                | weakness         |
      | 2023-11-01      | SHORT_OPERATING_HISTORY | watch sign       |
      | 2022-11-02      | SHORT_OPERATING_HISTORY | watch sign       |
      | 2022-11-01      | none                    | none             |
      | 2015-11-02      | none                    | none             |
      | 2015-11-01      | LONG_OPERATING_HISTORY  | claimed strength |

  Scenario Outline: HIS-09 Unrelated business lines (% of revenue outside any chain, production-sale or technology link)
    Given an ordinary clean borrower
    But its "Revenue share of unrelated businesses" is <percent>
    When the borrower is rated
    Then test HIS-09 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                   | severity         |
      | 0         | BUSINESSES_RELATED        | strength         |
      | 5         | BUSINESSES_RELATED        | strength         |
      | 5.0001    | none                      | none             |
      | 10        | none                      | none             |
      | 10.0001   | SOME_UNRELATED_BUSINESS   | watch sign       |
      | 30        | SOME_UNRELATED_BUSINESS   | watch sign       |
      | 30.0001   | UNRELATED_DIVERSIFICATION | weakness         |
      | 100       | UNRELATED_DIVERSIFICATION | weakness         |
      | not known | UNRELATED_DIVERSIFICATION | assumed weakness |

  Scenario Outline: HIS-10 Name changes, 5 years
    Given an ordinary clean borrower
    But its "Name changes, last 5 years" is <number>
    And its "Reason for the name change" is <reason>
    When the borrower is rated
    Then test HIS-10 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | reason              | finding                 | severity           |
      | 0         | business expansion  | none                    | none               |
      | 0         | unexplained         | none                    | none               |
      | 0         | not known           | none                    | none               |
      | 1         | business expansion  | none                    | none               |
      | 1         | change of ownership | none                    | none               |
      | 1         | rebranding          | none                    | none               |
      | 1         | no name change      | none                    | none               |
      | 1         | unexplained         | NAME_CHANGE_UNEXPLAINED | watch sign         |
      | 1         | not known           | NAME_CHANGE_UNEXPLAINED | assumed watch sign |
      | 2         | business expansion  | NAME_CHANGED_REPEATEDLY | weakness           |
      | 2         | unexplained         | NAME_CHANGED_REPEATEDLY | weakness           |
      | 2         | not known           | NAME_CHANGED_REPEATEDLY | weakness           |
      | not known | business expansion  | NAME_CHANGED_REPEATEDLY | assumed weakness   |
      | not known | unexplained         | NAME_CHANGED_REPEATEDLY | assumed weakness   |
      | not known | not known           | NAME_CHANGED_REPEATEDLY | assumed weakness   |

  Scenario Outline: HIS-11 Restructuring within 5 years
    Given an ordinary clean borrower
    But its "Restructurings, last 5 years" is <number>
    And its "Restructuring settled" is <settled>
    When the borrower is rated
    Then test HIS-11 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | settled                        | finding                 | severity           |
      | 0         | settled, new articles reviewed | none                    | none               |
      | 0         | not settled                    | none                    | none               |
      | 0         | not known                      | none                    | none               |
      | 1         | settled, new articles reviewed | RESTRUCTURED_SETTLED    | watch sign         |
      | 1         | not settled                    | RESTRUCTURING_UNSETTLED | weakness           |
      | 1         | not known                      | RESTRUCTURING_UNSETTLED | assumed weakness   |
      | not known | settled, new articles reviewed | RESTRUCTURED_SETTLED    | assumed watch sign |
      | not known | not settled                    | RESTRUCTURING_UNSETTLED | assumed weakness   |
      | not known | not known                      | RESTRUCTURING_UNSETTLED | assumed weakness   |

  Scenario Outline: HIS-12 Effect of the restructuring on creditors
    Given an ordinary clean borrower
    But its "Outcome of the restructuring for creditors" is <creditors>
    When the borrower is rated
    Then test HIS-12 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | creditors                           | finding                           | severity          | cap  | rated     |
      | no restructuring                    | none                              | none              | none | rated     |
      | fully assumed or repaid             | none                              | none              | none | rated     |
      | rescheduled with creditors' consent | DEBT_RESCHEDULED_IN_RESTRUCTURING | weakness          | none | rated     |
      | reduced with creditors' consent     | DEBT_RESCHEDULED_IN_RESTRUCTURING | weakness          | none | rated     |
      | debts left behind or disputed       | DEBT_LEFT_BEHIND                  | critical weakness | N8   | rated     |
      | not known                           | DEBT_RESCHEDULED_IN_RESTRUCTURING | assumed weakness  | none | not rated |

  Scenario Outline: HIS-13 Asset valuation in the restructuring
    Given an ordinary clean borrower
    But its "Asset valuation in the restructuring" is <valuation>
    When the borrower is rated
    Then test HIS-13 finds <finding>
    And its severity is <severity>

    Examples:
      | valuation                  | finding                          | severity           |
      | independent valuation      | none                             | none               |
      | no restructuring valuation | none                             | none               |
      | valued by a related party  | RESTRUCTURING_VALUATION_DOUBTFUL | watch sign         |
      | valuation undocumented     | RESTRUCTURING_VALUATION_DOUBTFUL | watch sign         |
      | not known                  | RESTRUCTURING_VALUATION_DOUBTFUL | assumed watch sign |

  Scenario Outline: HIS-14 Change of control, 24 months
    Given an ordinary clean borrower
    But its "Change of control, last 24 months" is <change of control>
    When the borrower is rated
    Then test HIS-14 finds <finding>
    And its severity is <severity>

    Examples:
      | change of control    | finding         | severity           |
      | no change of control | none            | none               |
      | control changed      | CONTROL_CHANGED | watch sign         |
      | not known            | CONTROL_CHANGED | assumed watch sign |
