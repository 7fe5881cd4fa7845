Feature: Supply (SUP)
  From whom the borrower buys, on what terms, and what happens if one of them fails.

  Scenario Outline: SUP-01 Standing of main suppliers
    Given an ordinary clean borrower
    But its "Standing of main suppliers" is <standing of main suppliers>
    When the borrower is rated
    Then test SUP-01 finds <finding>
    And its severity is <severity>

    Examples:
      | standing of main suppliers | finding              | severity         |
      | well-known and qualified   | QUALITY_SUPPLIERS    | strength         |
      | adequate                   | none                 | none             |
      | unverified                 | SUPPLIERS_UNVERIFIED | weakness         |
      | not known                  | SUPPLIERS_UNVERIFIED | assumed weakness |

  Scenario Outline: SUP-02 Incoming reject rate (%)
    Given an ordinary clean borrower
    But its "Incoming reject rate" is <percent>
    When the borrower is rated
    Then test SUP-02 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding               | severity         |
      | 0         | LOW_INCOMING_REJECTS  | strength         |
      | 0.5       | LOW_INCOMING_REJECTS  | strength         |
      | 0.5001    | none                  | none             |
      | 1         | none                  | none             |
      | 1.0001    | INCOMING_REJECTS      | watch sign       |
      | 3         | INCOMING_REJECTS      | watch sign       |
      | 3.0001    | INCOMING_REJECTS_HIGH | weakness         |
      | 100       | INCOMING_REJECTS_HIGH | weakness         |
      | not known | INCOMING_REJECTS_HIGH | assumed weakness |

  Scenario Outline: SUP-03 Concentration: largest supplier (%)
    Given an ordinary clean borrower
    But its "Largest supplier's share of purchases" is <percent>
    When the borrower is rated
    Then test SUP-03 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                | severity         |
      | 0         | SUPPLY_DIVERSIFIED     | strength         |
      | 20        | SUPPLY_DIVERSIFIED     | strength         |
      | 20.0001   | none                   | none             |
      | 30        | none                   | none             |
      | 30.0001   | SUPPLIER_CONCENTRATION | watch sign       |
      | 50        | SUPPLIER_CONCENTRATION | watch sign       |
      | 50.0001   | SUPPLIER_DEPENDENCE    | weakness         |
      | 100       | SUPPLIER_DEPENDENCE    | weakness         |
      | not known | SUPPLIER_DEPENDENCE    | assumed weakness |

  Scenario Outline: SUP-04 Critical input single-sourced without a qualified alternative
    Given an ordinary clean borrower
    But its "Critical input from a single source" is <critical input>
    And its "Qualified alternative source" is <alternative>
    When the borrower is rated
    Then test SUP-04 finds <finding>
    And its severity is <severity>

    Examples:
      | critical input  | alternative              | finding                | severity         |
      | several sources | no qualified alternative | none                   | none             |
      | several sources | not known                | none                   | none             |
      | single-sourced  | alternative qualified    | none                   | none             |
      | single-sourced  | no qualified alternative | SINGLE_SOURCE_CRITICAL | weakness         |
      | single-sourced  | not known                | SINGLE_SOURCE_CRITICAL | assumed weakness |
      | not known       | alternative qualified    | none                   | none             |
      | not known       | no qualified alternative | SINGLE_SOURCE_CRITICAL | assumed weakness |
      | not known       | not known                | SINGLE_SOURCE_CRITICAL | assumed weakness |

  Scenario Outline: SUP-05 Purchase price against market (%)
    Given an ordinary clean borrower
    But its "Purchase price against market" is <percent>
    When the borrower is rated
    Then test SUP-05 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                     | severity         |
      | -100      | PURCHASE_PRICE_ADVANTAGE    | strength         |
      | -2        | PURCHASE_PRICE_ADVANTAGE    | strength         |
      | -1.9999   | none                        | none             |
      | 3         | none                        | none             |
      | 3.0001    | PURCHASE_PRICE_DISADVANTAGE | watch sign       |
      | 8         | PURCHASE_PRICE_DISADVANTAGE | watch sign       |
      | 8.0001    | PURCHASE_PRICE_HIGH         | weakness         |
      | not known | PURCHASE_PRICE_HIGH         | assumed weakness |

  Scenario Outline: SUP-06 Input-price volatility and pass-through
    Given an ordinary clean borrower
    But its "Volatility of input prices" is <volatility>
    And its "Pass-through of input costs" is <pass-through>
    When the borrower is rated
    Then test SUP-06 finds <finding>
    And its severity is <severity>

    Examples:
      | volatility | pass-through    | finding             | severity           |
      | low        | full            | COST_PASS_THROUGH   | strength           |
      | low        | partial         | none                | none               |
      | low        | no pass-through | none                | none               |
      | low        | not known       | none                | none               |
      | moderate   | partial         | none                | none               |
      | moderate   | no pass-through | none                | none               |
      | moderate   | not known       | none                | none               |
      | high       | full            | COST_PASS_THROUGH   | strength           |
      | high       | partial         | PRICE_RISK_PARTIAL  | watch sign         |
      | high       | no pass-through | PRICE_RISK_UNHEDGED | weakness           |
      | high       | not known       | PRICE_RISK_UNHEDGED | assumed weakness   |
      | not known  | full            | COST_PASS_THROUGH   | strength           |
      | not known  | partial         | PRICE_RISK_PARTIAL  | assumed watch sign |
      | not known  | no pass-through | PRICE_RISK_UNHEDGED | assumed weakness   |
      | not known  | not known       | PRICE_RISK_UNHEDGED | assumed weakness   |

  Scenario Outline: SUP-07 Intermediate layers in purchasing
    Given an ordinary clean borrower
    But its "Intermediate layers in purchasing" is <layers>
    When the borrower is rated
    Then test SUP-07 finds <finding>
    And its severity is <severity>

    Examples:
      | layers    | finding                     | severity           |
      | 0         | DIRECT_PURCHASE             | strength           |
      | 1         | none                        | none               |
      | 2         | PURCHASE_VIA_INTERMEDIARIES | watch sign         |
      | not known | PURCHASE_VIA_INTERMEDIARIES | assumed watch sign |

  Scenario Outline: SUP-08 Distance and transport
    Given an ordinary clean borrower
    But its "Supply-route risk" is <supply-route risk>
    When the borrower is rated
    Then test SUP-08 finds <finding>
    And its severity is <severity>

    Examples:
      | supply-route risk | finding                   | severity           |
      | low               | none                      | none               |
      | moderate          | none                      | none               |
      | high              | LONG_FRAGILE_SUPPLY_ROUTE | watch sign         |
      | not known         | LONG_FRAGILE_SUPPLY_ROUTE | assumed watch sign |

  Scenario Outline: SUP-09 Purchase qualification (quota, import right, franchise)
    Given an ordinary clean borrower
    But its "Purchase qualification" is <purchase qualification>
    When the borrower is rated
    Then test SUP-09 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | purchase qualification | finding                         | severity           | cap  | rated     |
      | held                   | none                            | none               | none | rated     |
      | not required           | none                            | none               | none | rated     |
      | expiring               | PURCHASE_QUALIFICATION_EXPIRING | watch sign         | none | rated     |
      | required but missing   | PURCHASE_QUALIFICATION_MISSING  | critical weakness  | N7   | rated     |
      | not known              | PURCHASE_QUALIFICATION_EXPIRING | assumed watch sign | none | not rated |

  Scenario Outline: SUP-10 Terms of payment given by suppliers (prepay or cash share, %)
    Given an ordinary clean borrower
    But its "Prepaid and cash share of purchases" is <percent>
    When the borrower is rated
    Then test SUP-10 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                   | severity         |
      | 0         | SUPPLIER_CREDIT_AVAILABLE | strength         |
      | 20        | SUPPLIER_CREDIT_AVAILABLE | strength         |
      | 20.0001   | none                      | none             |
      | 40        | none                      | none             |
      | 40.0001   | PAYS_IN_ADVANCE           | watch sign       |
      | 70        | PAYS_IN_ADVANCE           | watch sign       |
      | 70.0001   | NO_SUPPLIER_CREDIT        | weakness         |
      | 100       | NO_SUPPLIER_CREDIT        | weakness         |
      | not known | NO_SUPPLIER_CREDIT        | assumed weakness |

  Scenario Outline: SUP-11 Purchases from related parties (%)
    Given an ordinary clean borrower
    But its "Related-party share of purchases" is <percent>
    And its "Pricing of related-party transactions" is <pricing>
    When the borrower is rated
    Then test SUP-11 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | pricing                 | finding           | severity           |
      | 0         | not at arm's length     | none              | none               |
      | 0         | not known               | none              | none               |
      | 30        | not at arm's length     | none              | none               |
      | 30        | not known               | none              | none               |
      | 30.0001   | basis unclear           | RELATED_SUPPLIERS | watch sign         |
      | 30.0001   | not at arm's length     | RELATED_SUPPLIERS | watch sign         |
      | 30.0001   | not known               | RELATED_SUPPLIERS | assumed watch sign |
      | 100       | arm's length, evidenced | none              | none               |
      | 100       | basis unclear           | RELATED_SUPPLIERS | watch sign         |
      | 100       | not at arm's length     | RELATED_SUPPLIERS | watch sign         |
      | 100       | not known               | RELATED_SUPPLIERS | assumed watch sign |
      | not known | arm's length, evidenced | none              | none               |
      | not known | basis unclear           | RELATED_SUPPLIERS | assumed watch sign |
      | not known | not at arm's length     | RELATED_SUPPLIERS | assumed watch sign |
      | not known | not known               | RELATED_SUPPLIERS | assumed watch sign |
