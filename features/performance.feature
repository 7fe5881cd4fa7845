Feature: Operating performance (PRF)
  Growth, rank and share in the market, and how much of the revenue is the main business.

  Scenario Outline: PRF-01 Sales growth less industry growth (percentage points)
    Given an ordinary clean borrower
    But its "Sales growth less industry growth" is <points>
    When the borrower is rated
    Then test PRF-01 finds <finding>
    And its severity is <severity>

    Examples:
      | points    | finding                    | severity         |
      | -100      | SHRINKING_AGAINST_INDUSTRY | weakness         |
      | -10.0001  | SHRINKING_AGAINST_INDUSTRY | weakness         |
      | -10       | GROWS_SLOWER               | watch sign       |
      | -3.0001   | GROWS_SLOWER               | watch sign       |
      | -3        | none                       | none             |
      | 2.9999    | none                       | none             |
      | 3         | GROWS_FASTER               | strength         |
      | not known | SHRINKING_AGAINST_INDUSTRY | assumed weakness |

  Scenario Outline: PRF-02 Market rank in the relevant market
    Given an ordinary clean borrower
    But its "Market rank" is <rank>
    When the borrower is rated
    Then test PRF-02 finds <finding>
    And its severity is <severity>

    Examples:
      | rank      | finding                | severity             |
      | 1         | MARKET_LEADER          | outstanding strength |
      | 3         | MARKET_LEADER          | outstanding strength |
      | 4         | MARKET_FOLLOWER_STRONG | strength             |
      | 10        | MARKET_FOLLOWER_STRONG | strength             |
      | 11        | none                   | none                 |
      | not known | none                   | none                 |

  Scenario Outline: PRF-03 Market-share trend, 3 years
    Given an ordinary clean borrower
    But its "Market-share trend, last 3 years" is <market-share trend>
    When the borrower is rated
    Then test PRF-03 finds <finding>
    And its severity is <severity>

    Examples:
      | market-share trend | finding       | severity         |
      | rising             | SHARE_RISING  | strength         |
      | stable             | none          | none             |
      | falling            | SHARE_FALLING | weakness         |
      | not known          | SHARE_FALLING | assumed weakness |

  Scenario Outline: PRF-04 Principal-business share of revenue (%)
    Given an ordinary clean borrower
    But its "Principal-business share of revenue" is <percent>
    When the borrower is rated
    Then test PRF-04 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                      | severity         |
      | 0         | NO_PRINCIPAL_BUSINESS        | weakness         |
      | 49.9999   | NO_PRINCIPAL_BUSINESS        | weakness         |
      | 50        | PRINCIPAL_BUSINESS_DILUTED   | watch sign       |
      | 64.9999   | PRINCIPAL_BUSINESS_DILUTED   | watch sign       |
      | 65        | none                         | none             |
      | 79.9999   | none                         | none             |
      | 80        | PRINCIPAL_BUSINESS_PROMINENT | strength         |
      | 100       | PRINCIPAL_BUSINESS_PROMINENT | strength         |
      | not known | NO_PRINCIPAL_BUSINESS        | assumed weakness |
