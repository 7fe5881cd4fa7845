Feature: Sales (SAL)
  To whom the borrower sells, how loyal they are, and how soon they pay.

  Scenario Outline: SAL-01 Target segment defined
    Given an ordinary clean borrower
    But its "Target customer segment" is <target customer segment>
    When the borrower is rated
    Then test SAL-01 finds <finding>
    And its severity is <severity>

    Examples:
      | target customer segment | finding        | severity           |
      | clearly defined         | TARGET_CLEAR   | strength           |
      | partly defined          | none           | none               |
      | unclear                 | TARGET_UNCLEAR | watch sign         |
      | not known               | TARGET_UNCLEAR | assumed watch sign |

  Scenario Outline: SAL-02 Largest customer (% of revenue)
    Given an ordinary clean borrower
    But its "Largest customer's share of revenue" is <percent>
    When the borrower is rated
    Then test SAL-02 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                | severity         |
      | 0         | CUSTOMERS_DIVERSIFIED  | strength         |
      | 15        | CUSTOMERS_DIVERSIFIED  | strength         |
      | 15.0001   | none                   | none             |
      | 30        | none                   | none             |
      | 30.0001   | CUSTOMER_CONCENTRATION | watch sign       |
      | 50        | CUSTOMER_CONCENTRATION | watch sign       |
      | 50.0001   | CUSTOMER_DEPENDENCE    | weakness         |
      | 100       | CUSTOMER_DEPENDENCE    | weakness         |
      | not known | CUSTOMER_DEPENDENCE    | assumed weakness |

  Scenario Outline: SAL-03 Standing of main customers
    Given an ordinary clean borrower
    But its "Standing of main customers" is <standing of main customers>
    When the borrower is rated
    Then test SAL-03 finds <finding>
    And its severity is <severity>

    Examples:
      | standing of main customers | finding          | severity         |
      | strong                     | STRONG_CUSTOMERS | strength         |
      | mixed                      | none             | none             |
      | weak                       | WEAK_CUSTOMERS   | weakness         |
      | not known                  | WEAK_CUSTOMERS   | assumed weakness |

  Scenario Outline: SAL-04 Retention of customers by value (%)
    Given an ordinary clean borrower
    But its "Customer retention by value" is <percent>
    When the borrower is rated
    Then test SAL-04 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding             | severity         |
      | 0         | CUSTOMER_CHURN_HIGH | weakness         |
      | 49.9999   | CUSTOMER_CHURN_HIGH | weakness         |
      | 50        | CUSTOMER_CHURN      | watch sign       |
      | 69.9999   | CUSTOMER_CHURN      | watch sign       |
      | 70        | none                | none             |
      | 89.9999   | none                | none             |
      | 90        | CUSTOMERS_RETAINED  | strength         |
      | 100       | CUSTOMERS_RETAINED  | strength         |
      | not known | CUSTOMER_CHURN_HIGH | assumed weakness |

  Scenario Outline: SAL-05 Revenue from large but disloyal customers (%)
    Given an ordinary clean borrower
    But its "Revenue from large but disloyal customers" is <percent>
    When the borrower is rated
    Then test SAL-05 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding              | severity         |
      | 0         | none                 | none             |
      | 25        | none                 | none             |
      | 25.0001   | DISLOYAL_VOLUME      | watch sign       |
      | 50        | DISLOYAL_VOLUME      | watch sign       |
      | 50.0001   | DISLOYAL_VOLUME_HIGH | weakness         |
      | 100       | DISLOYAL_VOLUME_HIGH | weakness         |
      | not known | DISLOYAL_VOLUME_HIGH | assumed weakness |

  Scenario Outline: SAL-06 Life-cycle mix of key customers
    Given an ordinary clean borrower
    But its "Key customers in the stable stage" is <stable, percent>
    And its "Key customers in decline" is <in decline, percent>
    When the borrower is rated
    Then test SAL-06 finds <finding>
    And its severity is <severity>

    Examples:
      | stable, percent | in decline, percent | finding              | severity           |
      | 0               | 0                   | none                 | none               |
      | 0               | 30                  | none                 | none               |
      | 0               | 30.0001             | CUSTOMERS_IN_DECLINE | watch sign         |
      | 0               | 100                 | CUSTOMERS_IN_DECLINE | watch sign         |
      | 59.9999         | 30                  | none                 | none               |
      | 60              | 0                   | STABLE_CUSTOMER_BASE | strength           |
      | 60              | 30                  | STABLE_CUSTOMER_BASE | strength           |
      | 60              | 30.0001             | CUSTOMERS_IN_DECLINE | watch sign         |
      | 60              | not known           | CUSTOMERS_IN_DECLINE | assumed watch sign |
      | 100             | 0                   | STABLE_CUSTOMER_BASE | strength           |
      | not known       | 0                   | none                 | none               |
      | not known       | 30                  | none                 | none               |
      | not known       | 30.0001             | CUSTOMERS_IN_DECLINE | watch sign         |
      | not known       | not known           | CUSTOMERS_IN_DECLINE | assumed watch sign |

  Scenario Outline: SAL-07 Direct sale: network funded
    Given an ordinary clean borrower
    But its "Sales channel" is <sales channel>
    And its "Funding of the sales network" is <funding>
    When the borrower is rated
    Then test SAL-07 finds <finding>
    And its severity is <severity>

    Examples:
      | sales channel       | funding                            | finding          | severity           |
      | indirect sale       | strained                           | none             | none               |
      | indirect sale       | not known                          | none             | none               |
      | direct sale         | strained                           | NETWORK_STRAINED | watch sign         |
      | direct sale         | not known                          | NETWORK_STRAINED | assumed watch sign |
      | direct and indirect | adequate                           | none             | none               |
      | direct and indirect | not applicable, indirect sale only | none             | none               |
      | direct and indirect | strained                           | NETWORK_STRAINED | watch sign         |
      | direct and indirect | not known                          | NETWORK_STRAINED | assumed watch sign |
      | not known           | adequate                           | none             | none               |
      | not known           | not applicable, indirect sale only | none             | none               |
      | not known           | strained                           | NETWORK_STRAINED | assumed watch sign |
      | not known           | not known                          | NETWORK_STRAINED | assumed watch sign |

  Scenario Outline: SAL-08 Days sales outstanding against industry (ratio)
    Given an ordinary clean borrower
    But its "Days sales outstanding against industry" is <ratio>
    When the borrower is rated
    Then test SAL-08 finds <finding>
    And its severity is <severity>

    Examples:
      | ratio     | finding              | severity         |
      | 0         | COLLECTS_FAST        | strength         |
      | 0.8       | COLLECTS_FAST        | strength         |
      | 0.8001    | none                 | none             |
      | 1.25      | none                 | none             |
      | 1.2501    | COLLECTS_SLOWLY      | watch sign       |
      | 1.75      | COLLECTS_SLOWLY      | watch sign       |
      | 1.7501    | COLLECTION_VERY_SLOW | weakness         |
      | 100       | COLLECTION_VERY_SLOW | weakness         |
      | not known | COLLECTION_VERY_SLOW | assumed weakness |

  Scenario Outline: SAL-09 Share of sales on credit (%)
    Given an ordinary clean borrower
    But its "Advance and cash share of sales" is <advance or cash, percent>
    And its "Credit share of sales" is <on credit, percent>
    When the borrower is rated
    Then test SAL-09 finds <finding>
    And its severity is <severity>

    Examples:
      | advance or cash, percent | on credit, percent | finding                 | severity           |
      | 0                        | 80                 | none                    | none               |
      | 0                        | 80.0001            | CREDIT_SALES_DOMINANT   | watch sign         |
      | 0                        | 100                | CREDIT_SALES_DOMINANT   | watch sign         |
      | 0                        | not known          | CREDIT_SALES_DOMINANT   | assumed watch sign |
      | 49.9999                  | 50.0001            | none                    | none               |
      | 50                       | 0                  | PAID_IN_ADVANCE_OR_CASH | strength           |
      | 50                       | 50                 | PAID_IN_ADVANCE_OR_CASH | strength           |
      | 50                       | not known          | CREDIT_SALES_DOMINANT   | assumed watch sign |
      | 100                      | 0                  | PAID_IN_ADVANCE_OR_CASH | strength           |
      | not known                | 0                  | none                    | none               |
      | not known                | 80                 | none                    | none               |
      | not known                | 80.0001            | CREDIT_SALES_DOMINANT   | watch sign         |
      | not known                | not known          | CREDIT_SALES_DOMINANT   | assumed watch sign |

  Scenario Outline: SAL-10 Receivables over 90 days past due (%)
    Given an ordinary clean borrower
    But its "Receivables over 90 days past due" is <percent>
    When the borrower is rated
    Then test SAL-10 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                  | severity         |
      | 0         | none                     | none             |
      | 5         | none                     | none             |
      | 5.0001    | RECEIVABLES_OVERDUE      | watch sign       |
      | 15        | RECEIVABLES_OVERDUE      | watch sign       |
      | 15.0001   | RECEIVABLES_OVERDUE_HIGH | weakness         |
      | 100       | RECEIVABLES_OVERDUE_HIGH | weakness         |
      | not known | RECEIVABLES_OVERDUE_HIGH | assumed weakness |

  Scenario Outline: SAL-11 Credit control over customers
    Given an ordinary clean borrower
    But its "Credit control over customers" is <credit control>
    And its "Credit share of sales" is <on credit, percent>
    When the borrower is rated
    Then test SAL-11 finds <finding>
    And its severity is <severity>

    Examples:
      | credit control              | on credit, percent | finding             | severity           |
      | limits and credit insurance | 0                  | CREDIT_CONTROL_GOOD | strength           |
      | limits and credit insurance | 100                | CREDIT_CONTROL_GOOD | strength           |
      | limits and credit insurance | not known          | CREDIT_CONTROL_GOOD | strength           |
      | basic                       | 0                  | none                | none               |
      | basic                       | 100                | none                | none               |
      | basic                       | not known          | none                | none               |
      | no credit control           | 0                  | none                | none               |
      | no credit control           | 20                 | none                | none               |
      | no credit control           | 20.0001            | NO_CREDIT_CONTROL   | watch sign         |
      | no credit control           | 100                | NO_CREDIT_CONTROL   | watch sign         |
      | no credit control           | not known          | NO_CREDIT_CONTROL   | assumed watch sign |
      | not known                   | 0                  | none                | none               |
      | not known                   | 20                 | none                | none               |
      | not known                   | 20.0001            | NO_CREDIT_CONTROL   | assumed watch sign |
      | not known                   | 100                | NO_CREDIT_CONTROL   | assumed watch sign |
      | not known                   | not known          | NO_CREDIT_CONTROL   | assumed watch sign |

  Scenario Outline: SAL-12 On-time delivery to customers (%)
    Given an ordinary clean borrower
    But its "On-time delivery rate" is <percent>
    When the borrower is rated
    Then test SAL-12 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                | severity         |
      | 0         | LATE_DELIVERY_FREQUENT | weakness         |
      | 79.9999   | LATE_DELIVERY_FREQUENT | weakness         |
      | 80        | LATE_DELIVERY          | watch sign       |
      | 89.9999   | LATE_DELIVERY          | watch sign       |
      | 90        | none                   | none             |
      | 94.9999   | none                   | none             |
      | 95        | DELIVERS_ON_TIME       | strength         |
      | 100       | DELIVERS_ON_TIME       | strength         |
      | not known | LATE_DELIVERY_FREQUENT | assumed weakness |

  Scenario Outline: SAL-13 Returns (%)
    Given an ordinary clean borrower
    But its "Sales return rate" is <percent>
    When the borrower is rated
    Then test SAL-13 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding      | severity         |
      | 0         | none         | none             |
      | 2         | none         | none             |
      | 2.0001    | RETURNS      | watch sign       |
      | 5         | RETURNS      | watch sign       |
      | 5.0001    | RETURNS_HIGH | weakness         |
      | 100       | RETURNS_HIGH | weakness         |
      | not known | RETURNS_HIGH | assumed weakness |

  Scenario Outline: SAL-14 Complaint handling
    Given an ordinary clean borrower
    But its "Complaint handling" is <complaint handling>
    When the borrower is rated
    Then test SAL-14 finds <finding>
    And its severity is <severity>

    Examples:
      | complaint handling | finding              | severity           |
      | systematic         | COMPLAINTS_HANDLED   | strength           |
      | ad hoc             | none                 | none               |
      | not handled        | COMPLAINTS_UNHANDLED | watch sign         |
      | not known          | COMPLAINTS_UNHANDLED | assumed watch sign |

  Scenario Outline: SAL-15 Customer satisfaction index trend
    Given an ordinary clean borrower
    But its "Trend of customer satisfaction" is <satisfaction>
    When the borrower is rated
    Then test SAL-15 finds <finding>
    And its severity is <severity>

    Examples:
      | satisfaction | finding              | severity           |
      | improving    | SATISFACTION_RISING  | strength           |
      | stable       | none                 | none               |
      | declining    | SATISFACTION_FALLING | watch sign         |
      | not known    | SATISFACTION_FALLING | assumed watch sign |

  Scenario Outline: SAL-16 Key customer lost, 12 months
    Given an ordinary clean borrower
    But its "Key customer lost, last 12 months" is <key customer lost>
    When the borrower is rated
    Then test SAL-16 finds <finding>
    And its severity is <severity>

    Examples:
      | key customer lost    | finding           | severity         |
      | no key customer lost | none              | none             |
      | key customer lost    | KEY_CUSTOMER_LOST | weakness         |
      | not known            | KEY_CUSTOMER_LOST | assumed weakness |

  Scenario Outline: SAL-17 Sales to related parties (%)
    Given an ordinary clean borrower
    But its "Related-party share of sales" is <percent>
    And its "Pricing of related-party transactions" is <pricing>
    When the borrower is rated
    Then test SAL-17 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | pricing                 | finding       | severity           |
      | 0         | not at arm's length     | none          | none               |
      | 0         | not known               | none          | none               |
      | 30        | not at arm's length     | none          | none               |
      | 30        | not known               | none          | none               |
      | 30.0001   | basis unclear           | RELATED_SALES | watch sign         |
      | 30.0001   | not at arm's length     | RELATED_SALES | watch sign         |
      | 30.0001   | not known               | RELATED_SALES | assumed watch sign |
      | 100       | arm's length, evidenced | none          | none               |
      | 100       | basis unclear           | RELATED_SALES | watch sign         |
      | 100       | not at arm's length     | RELATED_SALES | watch sign         |
      | 100       | not known               | RELATED_SALES | assumed watch sign |
      | not known | arm's length, evidenced | none          | none               |
      | not known | basis unclear           | RELATED_SALES | assumed watch sign |
      | not known | not at arm's length     | RELATED_SALES | assumed watch sign |
      | not known | not known               | RELATED_SALES | assumed watch sign |
