Feature: Shareholders (SHR)
  Who stands behind the borrower, with what strength, and with what record.

  Scenario Outline: SHR-01 Ultimate beneficial owner identified
    Given an ordinary clean borrower
    But its "Ultimate beneficial owner identified" is <ultimate owner>
    When the borrower is rated
    Then test SHR-01 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | ultimate owner                | finding            | severity          | cap  | rated     |
      | identified to natural persons | none               | none              | none | rated     |
      | not identified                | OWNER_UNIDENTIFIED | critical weakness | N8   | rated     |
      | not known                     | none               | none              | none | not rated |

  Scenario Outline: SHR-02 Independence among shareholders
    Given an ordinary clean borrower
    But its "Relations among shareholders" is <relations>
    When the borrower is rated
    Then test SHR-02 finds <finding>
    And its severity is <severity>

    Examples:
      | relations                 | finding                | severity           |
      | independent of each other | none                   | none               |
      | related and disclosed     | none                   | none               |
      | same ultimate owner       | SHAREHOLDERS_CONNECTED | watch sign         |
      | related, not disclosed    | SHAREHOLDERS_CONNECTED | watch sign         |
      | not known                 | SHAREHOLDERS_CONNECTED | assumed watch sign |

  Scenario Outline: SHR-03 Strength of the controlling shareholder
    Given an ordinary clean borrower
    But its "Strength of the controlling shareholder" is <controller>
    When the borrower is rated
    Then test SHR-03 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | controller  | finding               | severity             | cap  | rated     |
      | strong      | CONTROLLER_STRONG     | outstanding strength | none | rated     |
      | adequate    | none                  | none                 | none | rated     |
      | weak        | CONTROLLER_WEAK       | watch sign           | none | rated     |
      | in distress | CONTROLLER_DISTRESSED | critical weakness    | N6   | rated     |
      | not known   | CONTROLLER_WEAK       | assumed watch sign   | none | not rated |

  Scenario Outline: SHR-04 Record of support by the controller
    Given an ordinary clean borrower
    But its "Support record of the controller" is <support>
    When the borrower is rated
    Then test SHR-04 finds <finding>
    And its severity is <severity>

    Examples:
      | support                            | finding              | severity         |
      | supported the borrower when needed | CONTROLLER_SUPPORTED | strength         |
      | support not needed so far          | none                 | none             |
      | withdrew support or funds          | CONTROLLER_WITHDREW  | weakness         |
      | not known                          | CONTROLLER_WITHDREW  | assumed weakness |

  Scenario Outline: SHR-05 Capital contribution
    Given an ordinary clean borrower
    But its "Capital contribution" is <capital contribution>
    When the borrower is rated
    Then test SHR-05 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | capital contribution     | finding           | severity          | cap  | rated     |
      | due capital paid in full | none              | none              | none | rated     |
      | contribution overdue     | CAPITAL_OVERDUE   | weakness          | none | rated     |
      | capital withdrawn        | CAPITAL_WITHDRAWN | critical weakness | N7   | rated     |
      | not known                | CAPITAL_OVERDUE   | assumed weakness  | none | not rated |

  Scenario Outline: SHR-06 Controller's shares pledged or frozen (%)
    Given an ordinary clean borrower
    But its "Controller's shares pledged or frozen" is <percent>
    When the borrower is rated
    Then test SHR-06 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding                | severity         |
      | 0         | none                   | none             |
      | 49.9999   | none                   | none             |
      | 50        | SHARES_PLEDGED         | watch sign       |
      | 79.9999   | SHARES_PLEDGED         | watch sign       |
      | 80        | SHARES_PLEDGED_HEAVILY | weakness         |
      | 100       | SHARES_PLEDGED_HEAVILY | weakness         |
      | not known | SHARES_PLEDGED_HEAVILY | assumed weakness |

  Scenario Outline: SHR-07 Changes of controller, 3 years
    Given an ordinary clean borrower
    But its "Controller changes, last 3 years" is <number>
    When the borrower is rated
    Then test SHR-07 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding             | severity         |
      | 0         | none                | none             |
      | 1         | CONTROLLER_CHANGED  | watch sign       |
      | 2         | CONTROLLER_UNSTABLE | weakness         |
      | not known | CONTROLLER_UNSTABLE | assumed weakness |

  Scenario Outline: SHR-08 Conduct record of major shareholders
    Given an ordinary clean borrower
    But its "Conduct record of major shareholders" is <record>
    When the borrower is rated
    Then test SHR-08 finds <finding>
    And its severity is <severity>

    Examples:
      | record              | finding                     | severity         |
      | good record         | SHAREHOLDERS_REPUTABLE      | strength         |
      | no record available | none                        | none             |
      | mixed record        | SHAREHOLDERS_MIXED_RECORD   | watch sign       |
      | adverse record      | SHAREHOLDERS_ADVERSE_RECORD | weakness         |
      | not known           | SHAREHOLDERS_ADVERSE_RECORD | assumed weakness |

  Scenario Outline: SHR-09 Controller on the dishonest-judgment-debtor list
    Given an ordinary clean borrower
    But its "Controller listed as dishonest judgment debtor" is <controller>
    When the borrower is rated
    Then test SHR-09 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | controller | finding              | severity          | cap  | rated     |
      | not listed | none                 | none              | none | rated     |
      | listed     | CONTROLLER_DISHONEST | critical weakness | N7   | rated     |
      | not known  | none                 | none              | none | not rated |

  Scenario Outline: SHR-10 Group structure opacity
    Given an ordinary clean borrower
    But its "Transparency of the group structure" is <group>
    When the borrower is rated
    Then test SHR-10 finds <finding>
    And its severity is <severity>

    Examples:
      | group       | finding       | severity         |
      | transparent | none          | none             |
      | complex     | GROUP_COMPLEX | watch sign       |
      | opaque      | GROUP_OPAQUE  | weakness         |
      | not known   | GROUP_OPAQUE  | assumed weakness |

  Scenario Outline: SHR-11 Dependence on the group for revenue
    Given an ordinary clean borrower
    But its "Related-party transactions as share of revenue" is <percent>
    When the borrower is rated
    Then test SHR-11 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding         | severity         |
      | 0         | none            | none             |
      | 40        | none            | none             |
      | 40.0001   | GROUP_DEPENDENT | weakness         |
      | 100       | GROUP_DEPENDENT | weakness         |
      | not known | GROUP_DEPENDENT | assumed weakness |
