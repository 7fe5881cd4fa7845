Feature: Grading and caps
  Points become a net and a rating for each dimension, ratings a weighted composite, the composite
  a base grade; caps can only lower it. Whole numbers throughout: nothing is rounded.

  Scenario Outline: A strength is worth 1 or 2, a watch sign -1, a weakness -3, a grave finding -6
    Given an ordinary clean borrower
    But it has the findings <finding>
    When the borrower is rated
    Then finding <finding> is worth <points> points

    Examples:
      | finding                    | points |
      | NEW_PRODUCTS               | 1      |
      | PRICE_PERFORMANCE_SUPERIOR | 2      |
      | FEW_NEW_PRODUCTS           | -1     |
      | PRODUCT_RECALL             | -3     |
      | SCOPE_EXCEEDED_MATERIAL    | -6     |
      | LICENCE_MISSING            | -6     |

  Scenario Outline: The net of a dimension gives its rating
    At most 5 strength points count; adverse points count without limit.
    Given an ordinary clean borrower
    But it has the findings <findings>
    When the borrower is rated
    Then dimension CMP has <strength> strength points and <adverse> adverse points, net <net>
    And its rating is <rating>, <word>

    Examples:
      | findings                                                                                                                    | strength | adverse | net | rating | word     |
      | PRICE_PERFORMANCE_SUPERIOR, QUALITY_STABLE, NEW_PRODUCTS, PATENTED_PRODUCTS, FIRST_TO_MARKET, BRAND_LEADING                 | 5        | 0       | 5   | 5      | Strong   |
      | PRICE_PERFORMANCE_SUPERIOR, QUALITY_STABLE, NEW_PRODUCTS, PATENTED_PRODUCTS, FIRST_TO_MARKET                                | 5        | 0       | 5   | 5      | Strong   |
      | PRICE_PERFORMANCE_SUPERIOR, QUALITY_STABLE, NEW_PRODUCTS                                                                    | 4        | 0       | 4   | 5      | Strong   |
      | PRICE_PERFORMANCE_SUPERIOR, QUALITY_STABLE                                                                                  | 3        | 0       | 3   | 4      | Good     |
      | QUALITY_STABLE                                                                                                              | 1        | 0       | 1   | 4      | Good     |
      | none                                                                                                                        | 0        | 0       | 0   | 3      | Adequate |
      | QUALITY_STABLE, FEW_NEW_PRODUCTS                                                                                            | 1        | 1       | 0   | 3      | Adequate |
      | FEW_NEW_PRODUCTS                                                                                                            | 0        | 1       | -1  | 3      | Adequate |
      | PRODUCT_RECALL                                                                                                              | 0        | 3       | -3  | 3      | Adequate |
      | PRODUCT_RECALL, QUALITY_STABLE, FEW_NEW_PRODUCTS                                                                            | 1        | 4       | -3  | 3      | Adequate |
      | PRODUCT_RECALL, FEW_NEW_PRODUCTS                                                                                            | 0        | 4       | -4  | 2      | Weak     |
      | PRICE_PERFORMANCE_INFERIOR, QUALITY_UNSTABLE, FEW_NEW_PRODUCTS, LATE_TO_MARKET                                              | 0        | 8       | -8  | 2      | Weak     |
      | PRICE_PERFORMANCE_INFERIOR, QUALITY_UNSTABLE, FEW_NEW_PRODUCTS, LATE_TO_MARKET, BRAND_LEADING                               | 1        | 8       | -7  | 2      | Weak     |
      | PRICE_PERFORMANCE_INFERIOR, QUALITY_UNSTABLE, PRODUCT_RECALL                                                                | 0        | 9       | -9  | 1      | Poor     |
      | PRICE_PERFORMANCE_INFERIOR, QUALITY_UNSTABLE, PRODUCT_RECALL, FEW_NEW_PRODUCTS, LATE_TO_MARKET, BRAND_WEAK                  | 0        | 12      | -12 | 1      | Poor     |
      | PRICE_PERFORMANCE_SUPERIOR, QUALITY_STABLE, NEW_PRODUCTS, PATENTED_PRODUCTS, FIRST_TO_MARKET, BRAND_LEADING, PRODUCT_RECALL | 5        | 3       | 2   | 4      | Good     |

  Scenario Outline: A critical finding holds a dimension at Weak, two of them or a knock-out at Poor
    Given an ordinary clean borrower
    But it has the findings <findings>
    When the borrower is rated
    Then dimension <dimension> has <strength> strength points and <adverse> adverse points, net <net>
    And its rating is <rating>, <word>

    Examples:
      | findings                                                                                                   | dimension | strength | adverse | net | rating | word   |
      | LONG_BUSINESS_FOCUS, LONG_OPERATING_HISTORY, BUSINESSES_RELATED                                            | HIS       | 4        | 0       | 4   | 5      | Strong |
      | LONG_BUSINESS_FOCUS, LONG_OPERATING_HISTORY, BUSINESSES_RELATED, SCOPE_EXCEEDED_MATERIAL                   | HIS       | 4        | 6       | -2  | 2      | Weak   |
      | LONG_BUSINESS_FOCUS, LONG_OPERATING_HISTORY, BUSINESSES_RELATED, SCOPE_EXCEEDED_MATERIAL, DEBT_LEFT_BEHIND | HIS       | 4        | 12      | -8  | 1      | Poor   |
      | LONG_BUSINESS_FOCUS, LONG_OPERATING_HISTORY, BUSINESSES_RELATED, LICENCE_MISSING                           | HIS       | 4        | 6       | -2  | 1      | Poor   |
      | PAST_NON_PERFORMING                                                                                        | REP       | 4        | 6       | -2  | 2      | Weak   |
      | BANKRUPTCY                                                                                                 | REP       | 4        | 6       | -2  | 1      | Poor   |
      | FUND_OCCUPATION_SEVERE                                                                                     | GOV       | 1        | 9       | -8  | 2      | Weak   |
      | FUND_OCCUPATION_SEVERE, AFFILIATE_GUARANTEES_SEVERE                                                        | GOV       | 1        | 15      | -14 | 1      | Poor   |
      | ENV_RED                                                                                                    | ENV       | 0        | 6       | -6  | 2      | Weak   |
      | ENV_STOP_ORDER                                                                                             | ENV       | 0        | 6       | -6  | 1      | Poor   |

  Scenario Outline: The weights of the dimensions follow the business model and sum to 100
    Given an ordinary clean <company>
    When the borrower is rated
    Then its dimensions weigh HIS <HIS>, GOV <GOV>, SHR <SHR>, MGT <MGT>, REP <REP>, SUP <SUP>, PRD <PRD>, ENV <ENV>, SAL <SAL>, CMP <CMP>, PRF <PRF>
    And its composite is <composite>

    Examples:
      | company                 | HIS | GOV | SHR | MGT | REP | SUP | PRD | ENV | SAL | CMP | PRF | composite |
      | manufacturing company   | 6   | 12  | 8   | 12  | 22  | 7   | 9   | 6   | 9   | 5   | 4   | 375       |
      | trading company         | 6   | 12  | 8   | 12  | 24  | 13  | 0   | 2   | 14  | 4   | 5   | 371       |
      | services company        | 6   | 12  | 8   | 14  | 24  | 4   | 6   | 2   | 13  | 6   | 5   | 379       |
      | construction company    | 6   | 12  | 8   | 12  | 22  | 7   | 9   | 6   | 9   | 5   | 4   | 375       |
      | company in another line | 6   | 12  | 8   | 12  | 22  | 7   | 9   | 6   | 9   | 5   | 4   | 375       |

  Scenario Outline: The composite gives the base grade
    Given a borrower rated HIS <HIS>, GOV <GOV>, SHR <SHR>, MGT <MGT>, REP <REP>, SUP <SUP>, PRD <PRD>, ENV <ENV>, SAL <SAL>, CMP <CMP>, PRF <PRF>
    When the borrower is rated
    Then its composite is <composite>
    And its base grade is <base grade>
    And its grade is <grade>

    Examples:
      | HIS | GOV | SHR | MGT | REP | SUP | PRD | ENV | SAL | CMP | PRF | composite | base grade | grade |
      | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 500       | N1         | N1    |
      | 5   | 4   | 4   | 4   | 5   | 5   | 5   | 5   | 4   | 5   | 4   | 455       | N1         | N1    |
      | 4   | 4   | 5   | 4   | 5   | 4   | 5   | 5   | 5   | 4   | 4   | 454       | N2         | N2    |
      | 4   | 4   | 4   | 4   | 4   | 5   | 4   | 4   | 5   | 4   | 5   | 420       | N2         | N2    |
      | 5   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 5   | 4   | 5   | 419       | N3         | N3    |
      | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 4   | 400       | N3         | N3    |
      | 4   | 4   | 4   | 4   | 4   | 4   | 3   | 3   | 4   | 4   | 4   | 385       | N3         | N3    |
      | 4   | 4   | 4   | 4   | 4   | 3   | 4   | 4   | 4   | 3   | 3   | 384       | N4         | N4    |
      | 3   | 3   | 3   | 4   | 4   | 3   | 3   | 4   | 3   | 3   | 3   | 340       | N4         | N4    |
      | 4   | 3   | 3   | 3   | 4   | 4   | 3   | 3   | 3   | 3   | 4   | 339       | N5         | N5    |
      | 3   | 3   | 3   | 3   | 3   | 3   | 3   | 3   | 3   | 3   | 3   | 300       | N5         | N5    |
      | 2   | 3   | 3   | 3   | 4   | 2   | 2   | 3   | 3   | 2   | 3   | 295       | N5         | N5    |
      | 2   | 3   | 3   | 3   | 4   | 2   | 2   | 2   | 3   | 3   | 3   | 294       | N6         | N6    |
      | 2   | 3   | 2   | 2   | 3   | 3   | 2   | 2   | 3   | 2   | 2   | 250       | N6         | N6    |
      | 2   | 3   | 2   | 3   | 2   | 3   | 3   | 2   | 3   | 2   | 2   | 249       | N7         | N7    |
      | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 3   | 2   | 205       | N7         | N7    |
      | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 2   | 3   | 204       | N8         | N8    |
      | 1   | 2   | 1   | 1   | 2   | 2   | 1   | 2   | 2   | 1   | 2   | 160       | N8         | N8    |
      | 2   | 1   | 2   | 1   | 2   | 1   | 2   | 1   | 2   | 2   | 1   | 159       | N9         | N9    |
      | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 1   | 100       | N9         | N9    |

  Scenario Outline: A weak dimension caps the grade of an otherwise excellent borrower
    Given a borrower rated HIS <HIS>, GOV <GOV>, SHR <SHR>, MGT <MGT>, REP <REP>, SUP <SUP>, PRD <PRD>, ENV <ENV>, SAL <SAL>, CMP <CMP>, PRF <PRF>
    When the borrower is rated
    Then its base grade is <base grade>
    And the caps are <caps>
    And its grade is <grade>

    Examples:
      | HIS | GOV | SHR | MGT | REP | SUP | PRD | ENV | SAL | CMP | PRF | base grade | caps                                                | grade |
      | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | none                                                | N1    |
      | 5   | 5   | 5   | 5   | 4   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | none                                                | N1    |
      | 5   | 5   | 5   | 5   | 3   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | N3 REP not good                                     | N3    |
      | 5   | 5   | 5   | 5   | 2   | 5   | 5   | 5   | 5   | 5   | 5   | N2         | N3 REP not good, N5 REP weak                        | N5    |
      | 5   | 5   | 5   | 5   | 1   | 5   | 5   | 5   | 5   | 5   | 5   | N3         | N3 REP not good, N6 one dimension poor, N7 REP poor | N7    |
      | 5   | 3   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | none                                                | N1    |
      | 5   | 2   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | N5 GOV weak                                         | N5    |
      | 5   | 1   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N2         | N5 GOV weak, N6 one dimension poor                  | N6    |
      | 5   | 5   | 5   | 3   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | none                                                | N1    |
      | 5   | 5   | 5   | 2   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | N5 MGT weak                                         | N5    |
      | 5   | 5   | 5   | 1   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N2         | N5 MGT weak, N6 one dimension poor                  | N6    |
      | 5   | 5   | 2   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | none                                                | N1    |
      | 5   | 5   | 1   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | N1         | N6 one dimension poor                               | N6    |
      | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 1   | N1         | N6 one dimension poor                               | N6    |
      | 5   | 5   | 1   | 5   | 5   | 5   | 5   | 5   | 5   | 5   | 1   | N2         | N7 two dimensions poor                              | N7    |
      | 5   | 2   | 5   | 2   | 3   | 5   | 5   | 5   | 5   | 5   | 5   | N4         | N3 REP not good, N5 GOV weak, N5 MGT weak           | N5    |

  Scenario Outline: The worst cap binds, and caps never add up
    Given a borrower with no adverse finding
    But it has the findings <findings>
    When the borrower is rated
    Then the caps are <caps>
    And the binding caps are <binding>
    And its base grade is <base grade>
    And its grade is <grade>

    Examples:
      | findings                                            | caps                                                                                                                             | binding                                    | base grade | grade |
      | GROUP_DEPENDENT                                     | N3 PAT-27 GROUP_DEPENDENCE                                                                                                       | N3 PAT-27 GROUP_DEPENDENCE                 | N3         | N3    |
      | PAST_NON_PERFORMING                                 | N3 REP not good, N5 REP weak, N6 PAST_NON_PERFORMING                                                                             | N6 PAST_NON_PERFORMING                     | N5         | N6    |
      | CAPITAL_WITHDRAWN                                   | N7 CAPITAL_WITHDRAWN                                                                                                             | N7 CAPITAL_WITHDRAWN                       | N3         | N7    |
      | CAPITAL_WITHDRAWN, INTEGRITY_SERIOUS                | N5 MGT weak, N7 CAPITAL_WITHDRAWN, N7 INTEGRITY_SERIOUS                                                                          | N7 CAPITAL_WITHDRAWN, N7 INTEGRITY_SERIOUS | N4         | N7    |
      | LICENCE_MISSING                                     | N6 one dimension poor, N8 LICENCE_MISSING                                                                                        | N8 LICENCE_MISSING                         | N4         | N8    |
      | LICENCE_MISSING, PERMIT_MISSING                     | N7 two dimensions poor, N8 LICENCE_MISSING, N8 PERMIT_MISSING                                                                    | N8 LICENCE_MISSING, N8 PERMIT_MISSING      | N4         | N8    |
      | PRINCIPAL_DISQUALIFIED                              | N5 MGT weak, N6 one dimension poor, N9 PRINCIPAL_DISQUALIFIED                                                                    | N9 PRINCIPAL_DISQUALIFIED                  | N4         | N9    |
      | PRINCIPAL_DISQUALIFIED, LICENCE_MISSING             | N5 MGT weak, N7 two dimensions poor, N8 LICENCE_MISSING, N9 PRINCIPAL_DISQUALIFIED                                               | N9 PRINCIPAL_DISQUALIFIED                  | N4         | N9    |
      | BANKRUPTCY                                          | N3 REP not good, N6 one dimension poor, N7 REP poor, N10 BANKRUPTCY                                                              | N10 BANKRUPTCY                             | N5         | N10   |
      | BANKRUPTCY, PRINCIPAL_DISQUALIFIED, LICENCE_MISSING | N3 REP not good, N5 MGT weak, N7 REP poor, N7 two dimensions poor, N8 LICENCE_MISSING, N9 PRINCIPAL_DISQUALIFIED, N10 BANKRUPTCY | N10 BANKRUPTCY                             | N6         | N10   |

  Scenario: A cap milder than the base grade changes nothing
    Given a borrower rated HIS 2, GOV 3, SHR 3, MGT 3, REP 3, SUP 2, PRD 2, ENV 2, SAL 3, CMP 3, PRF 3
    When the borrower is rated
    Then the caps are N3 REP not good
    And the binding caps are none
    And its base grade is N6
    And its grade is N6

  Scenario Outline: The dossiers kept as examples
    Given the borrower of dossier "<dossier>"
    When the borrower is rated
    Then its composite is <composite>
    And its base grade is <base grade>
    And the caps are <caps>
    And its grade is <grade>

    Examples:
      | dossier          | composite | base grade | caps                                            | grade |
      | state_owned      | 383       | N4         | N5 GOV weak, N5 PAT-16 POLICY_DRIVEN_ENTERPRISE | N5    |
      | foreign_invested | 442       | N2         | N3 PAT-27 GROUP_DEPENDENCE                      | N3    |
      | trading          | 355       | N4         | N5 GOV weak, N5 PAT-08 SQUEEZED_BETWEEN         | N5    |
      | services         | 372       | N4         | none                                            | N4    |
