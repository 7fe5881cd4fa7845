Feature: Competitiveness of the products (CMP)
  What the product is worth to its buyers, against those of competitors.

  Scenario Outline: CMP-01 Price-performance
    Given an ordinary clean borrower
    But its "Price-performance" is <price-performance>
    When the borrower is rated
    Then test CMP-01 finds <finding>
    And its severity is <severity>

    Examples:
      | price-performance       | finding                    | severity             |
      | superior to competitors | PRICE_PERFORMANCE_SUPERIOR | outstanding strength |
      | comparable              | none                       | none                 |
      | inferior to competitors | PRICE_PERFORMANCE_INFERIOR | weakness             |
      | not known               | PRICE_PERFORMANCE_INFERIOR | assumed weakness     |

  Scenario Outline: CMP-02 Stability of quality
    Given an ordinary clean borrower
    But its "Stability of quality" is <stability of quality>
    When the borrower is rated
    Then test CMP-02 finds <finding>
    And its severity is <severity>

    Examples:
      | stability of quality | finding          | severity         |
      | stable               | QUALITY_STABLE   | strength         |
      | variable             | none             | none             |
      | poor                 | QUALITY_UNSTABLE | weakness         |
      | not known            | QUALITY_UNSTABLE | assumed weakness |

  Scenario Outline: CMP-03 New-product share of sales (%)
    Given an ordinary clean borrower
    But its "New-product share of sales" is <percent>
    When the borrower is rated
    Then test CMP-03 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding          | severity           |
      | 0         | FEW_NEW_PRODUCTS | watch sign         |
      | 4.9999    | FEW_NEW_PRODUCTS | watch sign         |
      | 5         | none             | none               |
      | 19.9999   | none             | none               |
      | 20        | NEW_PRODUCTS     | strength           |
      | 100       | NEW_PRODUCTS     | strength           |
      | not known | FEW_NEW_PRODUCTS | assumed watch sign |

  Scenario Outline: CMP-04 Patented-product share of sales (%)
    Given an ordinary clean borrower
    But its "Patented-product share of sales" is <percent>
    When the borrower is rated
    Then test CMP-04 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding           | severity |
      | 0         | none              | none     |
      | 19.9999   | none              | none     |
      | 20        | PATENTED_PRODUCTS | strength |
      | 100       | PATENTED_PRODUCTS | strength |
      | not known | none              | none     |

  Scenario Outline: CMP-05 Time to next generation against peers (long development cycle)
    Given an ordinary clean company with a long development cycle
    But its "Time to next product generation" is <next generation>
    When the borrower is rated
    Then test CMP-05 finds <finding>
    And its severity is <severity>

    Examples:
      | next generation              | finding              | severity         |
      | faster than peers            | NEXT_GENERATION_FAST | strength         |
      | similar to peers             | none                 | none             |
      | slower than peers            | NEXT_GENERATION_SLOW | watch sign       |
      | no next generation under way | NO_NEXT_GENERATION   | weakness         |
      | not known                    | NO_NEXT_GENERATION   | assumed weakness |

  Scenario Outline: CMP-05 is for long development cycles only
    Given an ordinary clean <company>
    But its "Time to next product generation" is <next generation>
    When the borrower is rated
    Then test CMP-05 finds <finding>
    And its severity is <severity>

    Examples:
      | company                                    | next generation              | finding            | severity |
      | company with a long development cycle      | no next generation under way | NO_NEXT_GENERATION | weakness |
      | company with an ordinary development cycle | no next generation under way | none               | none     |
      | company with an ordinary development cycle | not known                    | none               | none     |

  Scenario Outline: CMP-06 Launches before competitors
    Given an ordinary clean borrower
    But its "Launch timing against competitors" is <launches>
    When the borrower is rated
    Then test CMP-06 finds <finding>
    And its severity is <severity>

    Examples:
      | launches        | finding         | severity           |
      | usually first   | FIRST_TO_MARKET | strength           |
      | sometimes first | none            | none               |
      | usually late    | LATE_TO_MARKET  | watch sign         |
      | not known       | LATE_TO_MARKET  | assumed watch sign |

  Scenario Outline: CMP-07 Brand
    Given an ordinary clean borrower
    But its "Brand standing" is <brand standing>
    When the borrower is rated
    Then test CMP-07 finds <finding>
    And its severity is <severity>

    Examples:
      | brand standing   | finding       | severity           |
      | leading brand    | BRAND_LEADING | strength           |
      | recognised brand | none          | none               |
      | weak brand       | BRAND_WEAK    | watch sign         |
      | not known        | BRAND_WEAK    | assumed watch sign |

  Scenario Outline: CMP-08 Recall or product-liability judgment, 36 months
    Given an ordinary clean borrower
    But its "Recall or product-liability judgment, last 36 months" is <recall>
    When the borrower is rated
    Then test CMP-08 finds <finding>
    And its severity is <severity>

    Examples:
      | recall                      | finding        | severity         |
      | no recall or judgment       | none           | none             |
      | recall or judgment occurred | PRODUCT_RECALL | weakness         |
      | not known                   | PRODUCT_RECALL | assumed weakness |
