Feature: Quality of management (MGT)
  What the people who run the firm have done before, how they run it, and whether they keep
  their word. Nothing here reads who they are: no age, no sex, no origin.

  Scenario Outline: MGT-01 Principal's years in this industry
    Given an ordinary clean borrower
    But its "Principal's industry experience" is <years>
    When the borrower is rated
    Then test MGT-01 finds <finding>
    And its severity is <severity>

    Examples:
      | years     | finding                     | severity         |
      | 0         | NEW_TO_INDUSTRY             | weakness         |
      | 2.9999    | NEW_TO_INDUSTRY             | weakness         |
      | 3         | LIMITED_INDUSTRY_EXPERIENCE | watch sign       |
      | 4.9999    | LIMITED_INDUSTRY_EXPERIENCE | watch sign       |
      | 5         | none                        | none             |
      | 9.9999    | none                        | none             |
      | 10        | INDUSTRY_VETERAN            | strength         |
      | not known | NEW_TO_INDUSTRY             | assumed weakness |

  Scenario Outline: MGT-02 Education / training of the team
    Given an ordinary clean borrower
    But its "Qualified share of the management team" is <percent>
    When the borrower is rated
    Then test MGT-02 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding          | severity           |
      | 0         | TEAM_UNQUALIFIED | watch sign         |
      | 19.9999   | TEAM_UNQUALIFIED | watch sign         |
      | 20        | none             | none               |
      | 59.9999   | none             | none               |
      | 60        | TEAM_QUALIFIED   | strength           |
      | 100       | TEAM_QUALIFIED   | strength           |
      | not known | TEAM_UNQUALIFIED | assumed watch sign |

  Scenario Outline: MGT-03 Principal's business experience (years)
    Given an ordinary clean borrower
    But its "Principal's business experience" is <years>
    When the borrower is rated
    Then test MGT-03 finds <finding>
    And its severity is <severity>

    Examples:
      | years     | finding                     | severity           |
      | 0         | LIMITED_BUSINESS_EXPERIENCE | watch sign         |
      | 4.9999    | LIMITED_BUSINESS_EXPERIENCE | watch sign         |
      | 5         | none                        | none               |
      | not known | LIMITED_BUSINESS_EXPERIENCE | assumed watch sign |

  Scenario Outline: MGT-04 Has managed through an industry downturn
    Given an ordinary clean borrower
    But its "Experience of an industry downturn" is <management>
    When the borrower is rated
    Then test MGT-04 finds <finding>
    And its severity is <severity>

    Examples:
      | management                     | finding             | severity           |
      | has managed through a downturn | TESTED_IN_DOWNTURN  | strength           |
      | untested in a downturn         | UNTESTED_MANAGEMENT | watch sign         |
      | not known                      | UNTESTED_MANAGEMENT | assumed watch sign |

  Scenario Outline: MGT-05 Skill areas covered (technical, marketing, finance, operations)
    Given an ordinary clean borrower
    But its "Management skill areas covered (of 4)" is <areas>
    When the borrower is rated
    Then test MGT-05 finds <finding>
    And its severity is <severity>

    Examples:
      | areas     | finding              | severity         |
      | 0         | ONE_SIDED_MANAGEMENT | weakness         |
      | 1         | ONE_SIDED_MANAGEMENT | weakness         |
      | 2         | SKILLS_GAP           | watch sign       |
      | 3         | none                 | none             |
      | 4         | COMPLETE_SKILLS      | strength         |
      | not known | ONE_SIDED_MANAGEMENT | assumed weakness |

  Scenario Outline: MGT-06 Integrity check on principal and senior managers
    Given an ordinary clean borrower
    But its "Integrity check on senior managers" is <integrity check>
    When the borrower is rated
    Then test MGT-06 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | integrity check | finding           | severity           | cap  | rated     |
      | clear           | none              | none               | none | rated     |
      | minor issue     | INTEGRITY_MINOR   | watch sign         | none | rated     |
      | serious issue   | INTEGRITY_SERIOUS | critical weakness  | N7   | rated     |
      | not known       | INTEGRITY_MINOR   | assumed watch sign | none | not rated |

  Scenario Outline: MGT-07 Principal a dishonest judgment debtor or convicted of an economic crime (5 years)
    Given an ordinary clean borrower
    But its "Principal listed as dishonest or convicted" is <principal>
    When the borrower is rated
    Then test MGT-07 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | principal                | finding                | severity  | cap  | rated     |
      | no listing or conviction | none                   | none      | none | rated     |
      | listed or convicted      | PRINCIPAL_DISQUALIFIED | knock-out | N9   | rated     |
      | not known                | none                   | none      | none | not rated |

  Scenario Outline: MGT-08 Operating style
    Given an ordinary clean borrower
    But its "Business style" is <business style>
    When the borrower is rated
    Then test MGT-08 finds <finding>
    And its severity is <severity>

    Examples:
      | business style | finding           | severity         |
      | prudent        | PRUDENT_STYLE     | strength         |
      | balanced       | none              | none             |
      | aggressive     | AGGRESSIVE_STYLE  | watch sign       |
      | speculative    | SPECULATIVE_STYLE | weakness         |
      | not known      | SPECULATIVE_STYLE | assumed weakness |

  Scenario Outline: MGT-09 Funds diverted off the core business (% of net assets)
    Given an ordinary clean borrower
    But its "Off-core investment" is <% of net assets>
    When the borrower is rated
    Then test MGT-09 finds <finding>
    And its severity is <severity>

    Examples:
      | % of net assets | finding                 | severity         |
      | 0               | none                    | none             |
      | 10              | none                    | none             |
      | 10.0001         | OFFCORE_INVESTMENT      | watch sign       |
      | 25              | OFFCORE_INVESTMENT      | watch sign       |
      | 25.0001         | OFFCORE_INVESTMENT_HIGH | weakness         |
      | not known       | OFFCORE_INVESTMENT_HIGH | assumed weakness |

  Scenario Outline: MGT-10 Enterprising spirit
    Given an ordinary clean borrower
    But its "Enterprising spirit" is <enterprising spirit>
    When the borrower is rated
    Then test MGT-10 finds <finding>
    And its severity is <severity>

    Examples:
      | enterprising spirit | finding            | severity           |
      | innovative          | ENTERPRISING       | strength           |
      | steady              | none               | none               |
      | passive             | PASSIVE_MANAGEMENT | watch sign         |
      | not known           | PASSIVE_MANAGEMENT | assumed watch sign |

  Scenario Outline: MGT-11 Senior-management turnover, 24 months (%)
    Given an ordinary clean borrower
    But its "Senior-management turnover, last 24 months" is <percent>
    When the borrower is rated
    Then test MGT-11 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding             | severity         |
      | 0         | none                | none             |
      | 29.9999   | none                | none             |
      | 30        | MANAGEMENT_TURNOVER | watch sign       |
      | 49.9999   | MANAGEMENT_TURNOVER | watch sign       |
      | 50        | MANAGEMENT_UNSTABLE | weakness         |
      | 100       | MANAGEMENT_UNSTABLE | weakness         |
      | not known | MANAGEMENT_UNSTABLE | assumed weakness |

  Scenario Outline: MGT-12 Depth of management
    Given an ordinary clean borrower
    But its "Depth of management" is <depth of management>
    When the borrower is rated
    Then test MGT-12 finds <finding>
    And its severity is <severity>

    Examples:
      | depth of management | finding        | severity         |
      | deep bench          | DEEP_BENCH     | strength         |
      | adequate bench      | none           | none             |
      | thin bench          | THIN_BENCH     | watch sign       |
      | a single manager    | SINGLE_MANAGER | weakness         |
      | not known           | SINGLE_MANAGER | assumed weakness |

  Scenario Outline: MGT-13 Promises to bank and partners kept
    Given an ordinary clean borrower
    But its "Commitments kept" is <commitments kept>
    When the borrower is rated
    Then test MGT-13 finds <finding>
    And its severity is <severity>

    Examples:
      | commitments kept | finding            | severity         |
      | kept             | COMMITMENTS_KEPT   | strength         |
      | mostly kept      | none               | none             |
      | broken           | COMMITMENTS_BROKEN | weakness         |
      | not known        | COMMITMENTS_BROKEN | assumed weakness |
