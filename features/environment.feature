Feature: Environment (ENV)
  Permits, the environment agency's class, the process, and what leaves the plant untreated.

  Scenario Outline: ENV-01 Pollution permit / environmental impact assessment (EIA)
    Given an ordinary clean borrower
    But its "Pollution permit and EIA" is <pollution permit and eia>
    When the borrower is rated
    Then test ENV-01 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | pollution permit and eia | finding         | severity           | cap  | rated     |
      | valid                    | none            | none               | none | rated     |
      | not required             | none            | none               | none | rated     |
      | expiring                 | PERMIT_EXPIRING | watch sign         | none | rated     |
      | missing                  | PERMIT_MISSING  | knock-out          | N8   | rated     |
      | not known                | PERMIT_EXPIRING | assumed watch sign | none | not rated |

  Scenario Outline: ENV-02 Environmental credit class
    Given an ordinary clean borrower
    But its "Environmental credit class" is <environmental credit class>
    When the borrower is rated
    Then test ENV-02 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | environmental credit class | finding    | severity             | cap  | rated     |
      | green                      | ENV_GREEN  | outstanding strength | none | rated     |
      | blue                       | ENV_BLUE   | strength             | none | rated     |
      | checked, not rated         | none       | none                 | none | rated     |
      | yellow                     | ENV_YELLOW | weakness             | none | rated     |
      | red                        | ENV_RED    | critical weakness    | N7   | rated     |
      | black                      | ENV_RED    | critical weakness    | N7   | rated     |
      | not known                  | ENV_YELLOW | assumed weakness     | none | not rated |

  Scenario Outline: ENV-03 Environmental penalties, 24 months
    Given an ordinary clean borrower
    But its "Environmental penalties, last 24 months" is <number>
    When the borrower is rated
    Then test ENV-03 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding                | severity         |
      | 0         | none                   | none             |
      | 1         | ENV_PENALTY            | watch sign       |
      | 2         | ENV_PENALTIES_REPEATED | weakness         |
      | not known | ENV_PENALTIES_REPEATED | assumed weakness |

  Scenario Outline: ENV-04 Stop-production or shut-down order in force
    Given an ordinary clean borrower
    But its "Stop-production or shut-down order" is <order>
    When the borrower is rated
    Then test ENV-04 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | order             | finding        | severity  | cap  | rated     |
      | no order in force | none           | none      | none | rated     |
      | order in force    | ENV_STOP_ORDER | knock-out | N8   | rated     |
      | not known         | none           | none      | none | not rated |

  Scenario Outline: ENV-05 Class of the process in the industrial catalogue
    Given an ordinary clean borrower
    But its "Process class in the industrial catalogue" is <process>
    When the borrower is rated
    Then test ENV-05 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | process               | finding            | severity         | cap  | rated     |
      | encouraged            | PROCESS_ENCOURAGED | strength         | none | rated     |
      | permitted             | none               | none             | none | rated     |
      | outside the catalogue | none               | none             | none | rated     |
      | restricted            | PROCESS_RESTRICTED | weakness         | none | rated     |
      | eliminated            | PROCESS_ELIMINATED | knock-out        | N8   | rated     |
      | not known             | PROCESS_RESTRICTED | assumed weakness | none | not rated |

  Scenario Outline: ENV-06 Energy intensity against benchmark
    Given an ordinary clean borrower
    But its "Energy intensity against benchmark" is <energy use>
    When the borrower is rated
    Then test ENV-06 finds <finding>
    And its severity is <severity>

    Examples:
      | energy use                     | finding                | severity         |
      | better than benchmark          | ENERGY_EFFICIENT       | strength         |
      | at benchmark                   | none                   | none             |
      | between benchmark and baseline | ENERGY_ABOVE_BENCHMARK | watch sign       |
      | worse than baseline            | ENERGY_INTENSIVE       | weakness         |
      | not known                      | ENERGY_INTENSIVE       | assumed weakness |

  Scenario Outline: ENV-06 is for those who run plant
    Given an ordinary clean <company>
    But its "Energy intensity against benchmark" is <energy use>
    When the borrower is rated
    Then test ENV-06 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | energy use          | finding          | severity |
      | manufacturing company   | worse than baseline | ENERGY_INTENSIVE | weakness |
      | trading company         | worse than baseline | none             | none     |
      | services company        | worse than baseline | none             | none     |
      | construction company    | worse than baseline | ENERGY_INTENSIVE | weakness |
      | company in another line | worse than baseline | ENERGY_INTENSIVE | weakness |
      | trading company         | not known           | none             | none     |

  Scenario Outline: ENV-07 Treatment of waste water, gas and residue
    Given an ordinary clean borrower
    But its "Treatment of waste water, gas and residue" is <waste>
    When the borrower is rated
    Then test ENV-07 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | waste          | finding              | severity          | cap  | rated     |
      | compliant      | none                 | none              | none | rated     |
      | partly treated | WASTE_PARTLY_TREATED | weakness          | none | rated     |
      | untreated      | WASTE_UNTREATED      | critical weakness | N7   | rated     |
      | not known      | WASTE_PARTLY_TREATED | assumed weakness  | none | not rated |

  Scenario Outline: ENV-07 is for those who run plant
    Given an ordinary clean <company>
    But its "Treatment of waste water, gas and residue" is <waste>
    When the borrower is rated
    Then test ENV-07 finds <finding>
    And its severity is <severity>
    And its cap is <cap>
    And the borrower is <rated>

    Examples:
      | company                 | waste     | finding         | severity          | cap  | rated |
      | manufacturing company   | untreated | WASTE_UNTREATED | critical weakness | N7   | rated |
      | trading company         | untreated | none            | none              | none | rated |
      | services company        | untreated | none            | none              | none | rated |
      | construction company    | untreated | WASTE_UNTREATED | critical weakness | N7   | rated |
      | company in another line | untreated | WASTE_UNTREATED | critical weakness | N7   | rated |
      | trading company         | not known | none            | none              | none | rated |

  Scenario Outline: ENV-08 Exceedances recorded, 12 months
    Given an ordinary clean borrower
    But its "Emission exceedances, last 12 months" is <number>
    When the borrower is rated
    Then test ENV-08 finds <finding>
    And its severity is <severity>

    Examples:
      | number    | finding                       | severity         |
      | 0         | none                          | none             |
      | 1         | EMISSION_EXCEEDED             | watch sign       |
      | 2         | EMISSION_EXCEEDED             | watch sign       |
      | 3         | EMISSIONS_EXCEEDED_REPEATEDLY | weakness         |
      | not known | EMISSIONS_EXCEEDED_REPEATEDLY | assumed weakness |

  Scenario Outline: ENV-08 is for those who run plant
    Given an ordinary clean <company>
    But its "Emission exceedances, last 12 months" is <number>
    When the borrower is rated
    Then test ENV-08 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | number    | finding                       | severity |
      | manufacturing company   | 3         | EMISSIONS_EXCEEDED_REPEATEDLY | weakness |
      | trading company         | 3         | none                          | none     |
      | services company        | 3         | none                          | none     |
      | construction company    | 3         | EMISSIONS_EXCEEDED_REPEATEDLY | weakness |
      | company in another line | 3         | EMISSIONS_EXCEEDED_REPEATEDLY | weakness |
      | trading company         | not known | none                          | none     |

  Scenario Outline: ENV-09 Public-interest or pollution litigation
    Given an ordinary clean borrower
    But its "Environmental litigation" is <environmental litigation>
    When the borrower is rated
    Then test ENV-09 finds <finding>
    And its severity is <severity>

    Examples:
      | environmental litigation | finding        | severity         |
      | no litigation            | none           | none             |
      | litigation exists        | ENV_LITIGATION | weakness         |
      | not known                | ENV_LITIGATION | assumed weakness |
