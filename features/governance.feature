Feature: Governance (GOV)
  Who decides, who may contradict, and whether the company's money stays in the company.
  Some tests are for one kind of company only; the others are spared them, known or not.

  Scenario Outline: GOV-01 Borrower funds occupied by the controller (% of net assets)
    Given an ordinary clean borrower
    But its "Borrower funds held by the controller" is <% of net assets>
    When the borrower is rated
    Then test GOV-01 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | % of net assets | finding                  | severity          | cap  | rated     |
      | 0               | none                     | none              | none | rated     |
      | 0.0001          | FUNDS_LENT_TO_CONTROLLER | watch sign        | none | rated     |
      | 5               | FUNDS_LENT_TO_CONTROLLER | watch sign        | none | rated     |
      | 5.0001          | FUND_OCCUPATION          | weakness          | none | rated     |
      | 20              | FUND_OCCUPATION          | weakness          | none | rated     |
      | 20.0001         | FUND_OCCUPATION_SEVERE   | critical weakness | N6   | rated     |
      | not known       | FUND_OCCUPATION          | assumed weakness  | none | not rated |

  Scenario Outline: GOV-02 Related-party transactions
    Given an ordinary clean borrower
    But its "Pricing of related-party transactions" is <pricing>
    And its "Related-party transactions as share of revenue" is <percent>
    When the borrower is rated
    Then test GOV-02 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | pricing                 | percent   | finding             | severity           | cap  | rated     |
      | arm's length, evidenced | 0         | none                | none               | none | rated     |
      | arm's length, evidenced | 100       | none                | none               | none | rated     |
      | arm's length, evidenced | not known | none                | none               | none | rated     |
      | basis unclear           | 0         | RPT_PRICING_UNCLEAR | watch sign         | none | rated     |
      | basis unclear           | 30        | RPT_PRICING_UNCLEAR | watch sign         | none | rated     |
      | basis unclear           | 30.0001   | RPT_HIGH_UNPROVEN   | weakness           | none | rated     |
      | basis unclear           | 100       | RPT_HIGH_UNPROVEN   | weakness           | none | rated     |
      | basis unclear           | not known | RPT_HIGH_UNPROVEN   | assumed weakness   | none | rated     |
      | not at arm's length     | 0         | RPT_NOT_ARMS_LENGTH | critical weakness  | N6   | rated     |
      | not at arm's length     | 100       | RPT_NOT_ARMS_LENGTH | critical weakness  | N6   | rated     |
      | not at arm's length     | not known | RPT_NOT_ARMS_LENGTH | critical weakness  | N6   | rated     |
      | not known               | 0         | RPT_PRICING_UNCLEAR | assumed watch sign | none | not rated |
      | not known               | 30        | RPT_PRICING_UNCLEAR | assumed watch sign | none | not rated |
      | not known               | 30.0001   | RPT_HIGH_UNPROVEN   | assumed weakness   | none | not rated |
      | not known               | 100       | RPT_HIGH_UNPROVEN   | assumed weakness   | none | not rated |
      | not known               | not known | RPT_HIGH_UNPROVEN   | assumed weakness   | none | not rated |

  Scenario Outline: GOV-03 Guarantees given for controller and affiliates (% of net assets)
    Given an ordinary clean borrower
    But its "Guarantees for controller and affiliates" is <% of net assets>
    When the borrower is rated
    Then test GOV-03 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | % of net assets | finding                     | severity          | cap  | rated     |
      | 0               | none                        | none              | none | rated     |
      | 0.0001          | AFFILIATE_GUARANTEES        | watch sign        | none | rated     |
      | 20              | AFFILIATE_GUARANTEES        | watch sign        | none | rated     |
      | 20.0001         | AFFILIATE_GUARANTEES_HIGH   | weakness          | none | rated     |
      | 50              | AFFILIATE_GUARANTEES_HIGH   | weakness          | none | rated     |
      | 50.0001         | AFFILIATE_GUARANTEES_SEVERE | critical weakness | N6   | rated     |
      | not known       | AFFILIATE_GUARANTEES_HIGH   | assumed weakness  | none | not rated |

  Scenario Outline: GOV-04 Chair and general manager are one person
    Given an ordinary clean listed company
    But its "Chair and general manager combined" is <chair and manager>
    When the borrower is rated
    Then test GOV-04 finds <finding>
    And its severity is <severity>

    Examples:
      | chair and manager             | finding           | severity           |
      | posts separate                | none              | none               |
      | both posts held by one person | CHAIR_GM_COMBINED | watch sign         |
      | not known                     | CHAIR_GM_COMBINED | assumed watch sign |

  Scenario Outline: GOV-04 is for professionally managed companies only
    Given an ordinary clean <company>
    But its "Chair and general manager combined" is <chair and manager>
    When the borrower is rated
    Then test GOV-04 finds <finding>
    And its severity is <severity>

    Examples:
      | company                        | chair and manager             | finding           | severity   |
      | owner-managed company          | both posts held by one person | none              | none       |
      | professionally managed company | both posts held by one person | CHAIR_GM_COMBINED | watch sign |
      | owner-managed company          | not known                     | none              | none       |

  Scenario Outline: GOV-05 Decision process
    Given an ordinary clean borrower
    But its "Decision process" is <decision process>
    When the borrower is rated
    Then test GOV-05 finds <finding>
    And its severity is <severity>

    Examples:
      | decision process                 | finding             | severity         |
      | collective decision of the board | COLLECTIVE_DECISION | strength         |
      | management committee             | none                | none             |
      | family decision                  | FAMILY_DECISION     | watch sign       |
      | one-person decision              | ONE_MAN_RULE        | weakness         |
      | undocumented                     | ONE_MAN_RULE        | weakness         |
      | not known                        | ONE_MAN_RULE        | assumed weakness |

  Scenario Outline: GOV-06 Board questioning of the execution of decisions
    Given an ordinary clean <company>
    But its "Board challenge to execution" is <board challenge>
    When the borrower is rated
    Then test GOV-06 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | board challenge                | finding               | severity           |
      | private company          | challenge evidenced in minutes | BOARD_CHALLENGE       | strength           |
      | private company          | formal only                    | BOARD_NOT_CHALLENGING | watch sign         |
      | private company          | no challenge                   | BOARD_NOT_CHALLENGING | watch sign         |
      | private company          | not known                      | BOARD_NOT_CHALLENGING | assumed watch sign |
      | listed company           | challenge evidenced in minutes | BOARD_CHALLENGE       | strength           |
      | listed company           | formal only                    | BOARD_NOT_CHALLENGING | watch sign         |
      | listed company           | no challenge                   | NO_BOARD_CHALLENGE    | weakness           |
      | listed company           | not known                      | NO_BOARD_CHALLENGE    | assumed weakness   |
      | state-owned company      | no challenge                   | NO_BOARD_CHALLENGE    | weakness           |
      | state-owned company      | not known                      | NO_BOARD_CHALLENGE    | assumed weakness   |
      | foreign-invested company | no challenge                   | NO_BOARD_CHALLENGE    | weakness           |
      | foreign-invested company | not known                      | NO_BOARD_CHALLENGE    | assumed weakness   |
      | company of another type  | no challenge                   | NO_BOARD_CHALLENGE    | weakness           |
      | company of another type  | not known                      | NO_BOARD_CHALLENGE    | assumed weakness   |

  Scenario Outline: GOV-07 Outside / independent directors
    Given an ordinary clean <company>
    But its "Share of independent directors" is <percent>
    And its "Expertise of independent directors" is <expertise>
    When the borrower is rated
    Then test GOV-07 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | percent   | expertise             | finding                          | severity           |
      | private company          | 0         | relevant expertise    | NO_OUTSIDE_DIRECTOR              | watch sign         |
      | private company          | 0         | no relevant expertise | NO_OUTSIDE_DIRECTOR              | watch sign         |
      | private company          | 0         | not known             | NO_OUTSIDE_DIRECTOR              | watch sign         |
      | private company          | 0.0001    | relevant expertise    | none                             | none               |
      | private company          | 0.0001    | no relevant expertise | none                             | none               |
      | private company          | 0.0001    | not known             | none                             | none               |
      | private company          | 32.9999   | relevant expertise    | none                             | none               |
      | private company          | 32.9999   | no relevant expertise | none                             | none               |
      | private company          | 32.9999   | not known             | none                             | none               |
      | private company          | 33        | relevant expertise    | INDEPENDENT_BOARD                | strength           |
      | private company          | 33        | no relevant expertise | none                             | none               |
      | private company          | 33        | not known             | none                             | none               |
      | private company          | 100       | relevant expertise    | INDEPENDENT_BOARD                | strength           |
      | private company          | 100       | no relevant expertise | none                             | none               |
      | private company          | 100       | not known             | none                             | none               |
      | private company          | not known | relevant expertise    | NO_OUTSIDE_DIRECTOR              | assumed watch sign |
      | private company          | not known | no relevant expertise | NO_OUTSIDE_DIRECTOR              | assumed watch sign |
      | private company          | not known | not known             | NO_OUTSIDE_DIRECTOR              | assumed watch sign |
      | listed company           | 0         | relevant expertise    | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 0         | no relevant expertise | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 0         | not known             | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 0.0001    | relevant expertise    | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 0.0001    | no relevant expertise | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 0.0001    | not known             | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 32.9999   | relevant expertise    | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 32.9999   | no relevant expertise | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 32.9999   | not known             | INDEPENDENT_DIRECTORS_BELOW_RULE | weakness           |
      | listed company           | 33        | relevant expertise    | INDEPENDENT_BOARD                | strength           |
      | listed company           | 33        | no relevant expertise | none                             | none               |
      | listed company           | 33        | not known             | none                             | none               |
      | listed company           | 100       | relevant expertise    | INDEPENDENT_BOARD                | strength           |
      | listed company           | 100       | no relevant expertise | none                             | none               |
      | listed company           | 100       | not known             | none                             | none               |
      | listed company           | not known | relevant expertise    | INDEPENDENT_DIRECTORS_BELOW_RULE | assumed weakness   |
      | listed company           | not known | no relevant expertise | INDEPENDENT_DIRECTORS_BELOW_RULE | assumed weakness   |
      | listed company           | not known | not known             | INDEPENDENT_DIRECTORS_BELOW_RULE | assumed weakness   |
      | state-owned company      | 0         | no relevant expertise | NO_OUTSIDE_DIRECTOR              | watch sign         |
      | state-owned company      | 0.0001    | no relevant expertise | none                             | none               |
      | state-owned company      | not known | relevant expertise    | NO_OUTSIDE_DIRECTOR              | assumed watch sign |
      | foreign-invested company | 0         | no relevant expertise | NO_OUTSIDE_DIRECTOR              | watch sign         |
      | foreign-invested company | 0.0001    | no relevant expertise | none                             | none               |
      | foreign-invested company | not known | relevant expertise    | NO_OUTSIDE_DIRECTOR              | assumed watch sign |
      | company of another type  | 0         | no relevant expertise | NO_OUTSIDE_DIRECTOR              | watch sign         |
      | company of another type  | 0.0001    | no relevant expertise | none                             | none               |
      | company of another type  | not known | relevant expertise    | NO_OUTSIDE_DIRECTOR              | assumed watch sign |

  Scenario Outline: GOV-08 Supervisor / audit committee independent of management
    Given an ordinary clean borrower
    But its "Independence of supervision" is <supervision>
    When the borrower is rated
    Then test GOV-08 finds <finding>
    And its severity is <severity>

    Examples:
      | supervision                   | finding                     | severity           |
      | independent of management     | none                        | none               |
      | not independent of management | SUPERVISION_NOT_INDEPENDENT | watch sign         |
      | not known                     | SUPERVISION_NOT_INDEPENDENT | assumed watch sign |

  Scenario Outline: GOV-09 Executive pay structure
    Given an ordinary clean borrower
    But its "Executive pay structure" is <executive pay structure>
    When the borrower is rated
    Then test GOV-09 finds <finding>
    And its severity is <severity>

    Examples:
      | executive pay structure | finding         | severity           |
      | linked to performance   | PAY_LINKED      | strength           |
      | fixed pay               | none            | none               |
      | undisclosed             | PAY_UNDISCLOSED | watch sign         |
      | not known               | PAY_UNDISCLOSED | assumed watch sign |

  Scenario Outline: GOV-10 Audit opinion
    Given an ordinary clean borrower
    But its "Audit opinion" is <audit opinion>
    When the borrower is rated
    Then test GOV-10 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | audit opinion                       | finding                 | severity          | cap  | rated     |
      | unqualified opinion                 | CLEAN_AUDIT             | strength          | none | rated     |
      | unqualified with emphasis of matter | AUDIT_EMPHASIS          | watch sign        | none | rated     |
      | qualified opinion                   | AUDIT_QUALIFIED_OR_NONE | weakness          | none | rated     |
      | unaudited                           | AUDIT_QUALIFIED_OR_NONE | weakness          | none | rated     |
      | adverse opinion or disclaimer       | AUDIT_ADVERSE           | critical weakness | N7   | rated     |
      | not known                           | AUDIT_QUALIFIED_OR_NONE | assumed weakness  | none | not rated |

  Scenario Outline: GOV-11 Auditor changes, 3 years
    Given an ordinary clean borrower
    But its "Auditor changes, last 3 years" is <number>
    When the borrower is rated
    Then test GOV-11 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding                    | severity         |
      | 0         | none                       | none             |
      | 1         | none                       | none             |
      | 2         | AUDITOR_CHANGED_REPEATEDLY | weakness         |
      | not known | AUDITOR_CHANGED_REPEATEDLY | assumed weakness |

  Scenario Outline: GOV-12 Provision of information to the bank
    Given an ordinary clean borrower
    But its "Provision of information to the bank" is <information>
    When the borrower is rated
    Then test GOV-12 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | information      | finding             | severity           | cap  | rated     |
      | provided on time | none                | none               | none | rated     |
      | provided late    | INFORMATION_LATE    | watch sign         | none | rated     |
      | refused          | INFORMATION_REFUSED | critical weakness  | N7   | rated     |
      | not known        | INFORMATION_LATE    | assumed watch sign | none | not rated |

  Scenario Outline: GOV-13 Internal disclosure mechanism (listed)
    Given an ordinary clean listed company
    But its "Internal disclosure mechanism" is <mechanism>
    When the borrower is rated
    Then test GOV-13 finds <finding>
    And its severity is <severity>

    Examples:
      | mechanism       | finding                      | severity         |
      | effective       | none                         | none             |
      | partly in place | DISCLOSURE_MECHANISM_PARTIAL | watch sign       |
      | not in place    | NO_DISCLOSURE_MECHANISM      | weakness         |
      | not known       | NO_DISCLOSURE_MECHANISM      | assumed weakness |

  Scenario Outline: GOV-13 is for listed companies only
    Given an ordinary clean <company>
    But its "Internal disclosure mechanism" is <mechanism>
    When the borrower is rated
    Then test GOV-13 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | mechanism    | finding                 | severity |
      | private company          | not in place | none                    | none     |
      | listed company           | not in place | NO_DISCLOSURE_MECHANISM | weakness |
      | state-owned company      | not in place | none                    | none     |
      | foreign-invested company | not in place | none                    | none     |
      | company of another type  | not in place | none                    | none     |
      | private company          | not known    | none                    | none     |

  Scenario Outline: GOV-14 Regulator or exchange sanctions for disclosure, 36 months (listed)
    Given an ordinary clean listed company
    But its "Disclosure sanctions, last 36 months" is <number>
    When the borrower is rated
    Then test GOV-14 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | number    | finding                       | severity          | cap  | rated     |
      | 0         | none                          | none              | none | rated     |
      | 1         | DISCLOSURE_SANCTION           | weakness          | none | rated     |
      | 2         | DISCLOSURE_SANCTIONS_REPEATED | critical weakness | N6   | rated     |
      | not known | DISCLOSURE_SANCTION           | assumed weakness  | none | not rated |

  Scenario Outline: GOV-14 is for listed companies only
    Given an ordinary clean <company>
    But its "Disclosure sanctions, last 36 months" is <number>
    When the borrower is rated
    Then test GOV-14 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | company                  | number    | finding                       | severity          | cap  | rated |
      | private company          | 2         | none                          | none              | none | rated |
      | listed company           | 2         | DISCLOSURE_SANCTIONS_REPEATED | critical weakness | N6   | rated |
      | state-owned company      | 2         | none                          | none              | none | rated |
      | foreign-invested company | 2         | none                          | none              | none | rated |
      | company of another type  | 2         | none                          | none              | none | rated |
      | private company          | not known | none                          | none              | none | rated |

  Scenario Outline: GOV-15 Insider control
    Given an ordinary clean listed company
    But its "Insider control" is <insider control>
    When the borrower is rated
    Then test GOV-15 finds <finding>
    And its severity is <severity>

    Examples:
      | insider control      | finding              | severity         |
      | no insider control   | none                 | none             |
      | some insider control | INSIDER_CONTROL_SOME | watch sign       |
      | insiders dominate    | INSIDER_CONTROL      | weakness         |
      | not known            | INSIDER_CONTROL      | assumed weakness |

  Scenario Outline: GOV-15 is for listed and state-owned companies only
    Given an ordinary clean <company>
    But its "Insider control" is <insider control>
    When the borrower is rated
    Then test GOV-15 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | insider control   | finding         | severity |
      | private company          | insiders dominate | none            | none     |
      | listed company           | insiders dominate | INSIDER_CONTROL | weakness |
      | state-owned company      | insiders dominate | INSIDER_CONTROL | weakness |
      | foreign-invested company | insiders dominate | none            | none     |
      | company of another type  | insiders dominate | none            | none     |
      | private company          | not known         | none            | none     |

  Scenario Outline: GOV-16 Share structure (listed)
    Given an ordinary clean listed company
    But its "Share of tradable stock" is <tradable, percent>
    And its "Holding of the largest shareholder" is <largest holder, percent>
    When the borrower is rated
    Then test GOV-16 finds <finding>
    And its severity is <severity>

    Examples:
      | tradable, percent | largest holder, percent | finding                      | severity           |
      | 0                 | 100                     | SHARE_STRUCTURE_CONCENTRATED | watch sign         |
      | 24.9999           | 0                       | SHARE_STRUCTURE_CONCENTRATED | watch sign         |
      | 24.9999           | 50                      | SHARE_STRUCTURE_CONCENTRATED | watch sign         |
      | 24.9999           | not known               | SHARE_STRUCTURE_CONCENTRATED | watch sign         |
      | 25                | 50                      | none                         | none               |
      | 25                | 50.0001                 | SHARE_STRUCTURE_CONCENTRATED | watch sign         |
      | 25                | not known               | SHARE_STRUCTURE_CONCENTRATED | assumed watch sign |
      | 100               | 0                       | none                         | none               |
      | not known         | 50                      | SHARE_STRUCTURE_CONCENTRATED | assumed watch sign |
      | not known         | 50.0001                 | SHARE_STRUCTURE_CONCENTRATED | watch sign         |
      | not known         | not known               | SHARE_STRUCTURE_CONCENTRATED | assumed watch sign |

  Scenario Outline: GOV-16 is for listed companies only
    Given an ordinary clean <company>
    But its "Share of tradable stock" is <tradable, percent>
    And its "Holding of the largest shareholder" is <largest holder, percent>
    When the borrower is rated
    Then test GOV-16 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | tradable, percent | largest holder, percent | finding                      | severity   |
      | private company          | 0                 | 0                       | none                         | none       |
      | listed company           | 0                 | 0                       | SHARE_STRUCTURE_CONCENTRATED | watch sign |
      | state-owned company      | 0                 | 0                       | none                         | none       |
      | foreign-invested company | 0                 | 0                       | none                         | none       |
      | company of another type  | 0                 | 0                       | none                         | none       |
      | private company          | not known         | not known               | none                         | none       |

  Scenario Outline: GOV-17 Owner represented (state-owned)
    Given an ordinary clean state-owned company
    But its "Representation of the state owner" is <state owner>
    When the borrower is rated
    Then test GOV-17 finds <finding>
    And its severity is <severity>

    Examples:
      | state owner              | finding         | severity         |
      | effective representative | OWNER_EFFECTIVE | strength         |
      | nominal representative   | OWNER_NOMINAL   | watch sign       |
      | owner absent             | OWNER_ABSENT    | weakness         |
      | not known                | OWNER_ABSENT    | assumed weakness |

  Scenario Outline: GOV-17 is for state-owned companies only
    Given an ordinary clean <company>
    But its "Representation of the state owner" is <state owner>
    When the borrower is rated
    Then test GOV-17 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | state owner  | finding      | severity |
      | private company          | owner absent | none         | none     |
      | listed company           | owner absent | none         | none     |
      | state-owned company      | owner absent | OWNER_ABSENT | weakness |
      | foreign-invested company | owner absent | none         | none     |
      | company of another type  | owner absent | none         | none     |
      | private company          | not known    | none         | none     |

  Scenario Outline: GOV-18 Administrative intervention
    Given an ordinary clean listed company
    But its "Administrative intervention in business decisions" is <intervention>
    When the borrower is rated
    Then test GOV-18 finds <finding>
    And its severity is <severity>

    Examples:
      | intervention    | finding                     | severity         |
      | no intervention | none                        | none             |
      | occasional      | ADMIN_INTERVENTION          | watch sign       |
      | frequent        | ADMIN_INTERVENTION_FREQUENT | weakness         |
      | not known       | ADMIN_INTERVENTION_FREQUENT | assumed weakness |

  Scenario Outline: GOV-18 is for listed and state-owned companies only
    Given an ordinary clean <company>
    But its "Administrative intervention in business decisions" is <intervention>
    When the borrower is rated
    Then test GOV-18 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | intervention | finding                     | severity |
      | private company          | frequent     | none                        | none     |
      | listed company           | frequent     | ADMIN_INTERVENTION_FREQUENT | weakness |
      | state-owned company      | frequent     | ADMIN_INTERVENTION_FREQUENT | weakness |
      | foreign-invested company | frequent     | none                        | none     |
      | company of another type  | frequent     | none                        | none     |
      | private company          | not known    | none                        | none     |

  Scenario Outline: GOV-19 Non-commercial objectives (state-owned)
    Given an ordinary clean state-owned company
    But its "Non-commercial objectives" is <non-commercial objectives>
    When the borrower is rated
    Then test GOV-19 finds <finding>
    And its severity is <severity>

    Examples:
      | non-commercial objectives  | finding                   | severity         |
      | commercial objectives only | none                      | none             |
      | minor                      | MIXED_OBJECTIVES          | watch sign       |
      | major                      | OBJECTIVES_NOT_COMMERCIAL | weakness         |
      | not known                  | OBJECTIVES_NOT_COMMERCIAL | assumed weakness |

  Scenario Outline: GOV-19 is for state-owned companies only
    Given an ordinary clean <company>
    But its "Non-commercial objectives" is <non-commercial objectives>
    When the borrower is rated
    Then test GOV-19 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | non-commercial objectives | finding                   | severity |
      | private company          | major                     | none                      | none     |
      | listed company           | major                     | none                      | none     |
      | state-owned company      | major                     | OBJECTIVES_NOT_COMMERCIAL | weakness |
      | foreign-invested company | major                     | none                      | none     |
      | company of another type  | major                     | none                      | none     |
      | private company          | not known                 | none                      | none     |

  Scenario Outline: GOV-20 Succession (owner-managed firm)
    Given an ordinary clean borrower
    But its "Succession plan" is <succession plan>
    When the borrower is rated
    Then test GOV-20 finds <finding>
    And its severity is <severity>

    Examples:
      | succession plan    | finding             | severity         |
      | documented         | SUCCESSION_PLANNED  | strength         |
      | informal           | SUCCESSION_INFORMAL | watch sign       |
      | no succession plan | NO_SUCCESSION       | weakness         |
      | not known          | NO_SUCCESSION       | assumed weakness |

  Scenario Outline: GOV-20 is for owner-managed companies only
    Given an ordinary clean <company>
    But its "Succession plan" is <succession plan>
    When the borrower is rated
    Then test GOV-20 finds <finding>
    And its severity is <severity>

    Examples:
      | company                        | succession plan    | finding       | severity |
      | owner-managed company          | no succession plan | NO_SUCCESSION | weakness |
      | professionally managed company | no succession plan | none          | none     |
      | professionally managed company | not known          | none          | none     |

  Scenario Outline: GOV-21 Family share of key posts (%)
    Given an ordinary clean borrower
    But its "Key posts held by the family" is <percent>
    When the borrower is rated
    Then test GOV-21 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                | severity           |
      | 0         | none                   | none               |
      | 50        | none                   | none               |
      | 50.0001   | FAMILY_HOLDS_KEY_POSTS | watch sign         |
      | 100       | FAMILY_HOLDS_KEY_POSTS | watch sign         |
      | not known | FAMILY_HOLDS_KEY_POSTS | assumed watch sign |

  Scenario Outline: GOV-21 is for private companies only
    Given an ordinary clean <company>
    But its "Key posts held by the family" is <percent>
    When the borrower is rated
    Then test GOV-21 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | percent   | finding                | severity   |
      | private company          | 50.0001   | FAMILY_HOLDS_KEY_POSTS | watch sign |
      | listed company           | 50.0001   | none                   | none       |
      | state-owned company      | 50.0001   | none                   | none       |
      | foreign-invested company | 50.0001   | none                   | none       |
      | company of another type  | 50.0001   | none                   | none       |
      | listed company           | not known | none                   | none       |

  Scenario Outline: GOV-22 Separation of owner and company money (private)
    Given an ordinary clean borrower
    But its "Separation of owner and company money" is <money>
    When the borrower is rated
    Then test GOV-22 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | money             | finding                | severity           | cap  | rated     |
      | cleanly separated | none                   | none               | none | rated     |
      | some mixing       | OWNER_FUNDS_MIXED      | watch sign         | none | rated     |
      | commingled        | OWNER_FUNDS_COMMINGLED | critical weakness  | N6   | rated     |
      | not known         | OWNER_FUNDS_MIXED      | assumed watch sign | none | not rated |

  Scenario Outline: GOV-22 is for private companies only
    Given an ordinary clean <company>
    But its "Separation of owner and company money" is <money>
    When the borrower is rated
    Then test GOV-22 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | company                  | money      | finding                | severity          | cap  | rated |
      | private company          | commingled | OWNER_FUNDS_COMMINGLED | critical weakness | N6   | rated |
      | listed company           | commingled | none                   | none              | none | rated |
      | state-owned company      | commingled | none                   | none              | none | rated |
      | foreign-invested company | commingled | none                   | none              | none | rated |
      | company of another type  | commingled | none                   | none              | none | rated |
      | listed company           | not known  | none                   | none              | none | rated |

  Scenario Outline: GOV-23 Transfer pricing and dependence on the foreign parent
    Given an ordinary clean foreign-invested company
    But its "Related-party transactions as share of revenue" is <percent>
    And its "Transfer-pricing documentation" is <transfer pricing>
    When the borrower is rated
    Then test GOV-23 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | transfer pricing | finding                       | severity         |
      | 0         | not documented   | none                          | none             |
      | 0         | not known        | none                          | none             |
      | 30        | not documented   | none                          | none             |
      | 30        | not known        | none                          | none             |
      | 30.0001   | not documented   | TRANSFER_PRICING_UNDOCUMENTED | weakness         |
      | 30.0001   | not known        | TRANSFER_PRICING_UNDOCUMENTED | assumed weakness |
      | 100       | documented       | none                          | none             |
      | 100       | not documented   | TRANSFER_PRICING_UNDOCUMENTED | weakness         |
      | 100       | not known        | TRANSFER_PRICING_UNDOCUMENTED | assumed weakness |
      | not known | documented       | none                          | none             |
      | not known | not documented   | TRANSFER_PRICING_UNDOCUMENTED | assumed weakness |
      | not known | not known        | TRANSFER_PRICING_UNDOCUMENTED | assumed weakness |

  Scenario Outline: GOV-23 is for foreign-invested companies only
    Given an ordinary clean <company>
    But its "Related-party transactions as share of revenue" is <percent>
    And its "Transfer-pricing documentation" is <transfer pricing>
    When the borrower is rated
    Then test GOV-23 finds <finding>
    And its severity is <severity>

    Examples:
      | company                  | percent   | transfer pricing | finding                       | severity |
      | private company          | 30.0001   | not documented   | none                          | none     |
      | listed company           | 30.0001   | not documented   | none                          | none     |
      | state-owned company      | 30.0001   | not documented   | none                          | none     |
      | foreign-invested company | 30.0001   | not documented   | TRANSFER_PRICING_UNDOCUMENTED | weakness |
      | company of another type  | 30.0001   | not documented   | none                          | none     |
      | private company          | not known | not known        | none                          | none     |
