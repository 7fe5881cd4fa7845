Feature: Production, technology and equipment (PRD)
  What the borrower can make, with what, and by whose leave. A trader makes nothing and is
  spared the whole dimension; a services firm is spared what concerns plant.

  Scenario Outline: PRD-01 Technology level
    Given an ordinary clean borrower
    But its "Technology level" is <technology level>
    When the borrower is rated
    Then test PRD-01 finds <finding>
    And its severity is <severity>

    Examples:
      | technology level | finding             | severity             |
      | leading          | TECHNOLOGY_LEADING  | outstanding strength |
      | advanced         | TECHNOLOGY_ADVANCED | strength             |
      | average          | none                | none                 |
      | backward         | TECHNOLOGY_BACKWARD | weakness             |
      | not known        | TECHNOLOGY_BACKWARD | assumed weakness     |

  Scenario Outline: PRD-01 is for all but traders
    Given an ordinary clean <company>
    But its "Technology level" is <technology level>
    When the borrower is rated
    Then test PRD-01 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | technology level | finding             | severity |
      | manufacturing company   | backward         | TECHNOLOGY_BACKWARD | weakness |
      | trading company         | backward         | none                | none     |
      | services company        | backward         | TECHNOLOGY_BACKWARD | weakness |
      | construction company    | backward         | TECHNOLOGY_BACKWARD | weakness |
      | company in another line | backward         | TECHNOLOGY_BACKWARD | weakness |
      | trading company         | not known        | none                | none     |

  Scenario Outline: PRD-02 R&D intensity against industry (ratio)
    Given an ordinary clean borrower
    But its "R&D intensity against industry" is <ratio>
    When the borrower is rated
    Then test PRD-02 finds <finding>
    And its severity is <severity>

    Examples:
      | ratio     | finding           | severity           |
      | 0         | RD_BELOW_INDUSTRY | watch sign         |
      | 0.4999    | RD_BELOW_INDUSTRY | watch sign         |
      | 0.5       | none              | none               |
      | 1.1999    | none              | none               |
      | 1.2       | RD_ABOVE_INDUSTRY | strength           |
      | 100       | RD_ABOVE_INDUSTRY | strength           |
      | not known | RD_BELOW_INDUSTRY | assumed watch sign |

  Scenario Outline: PRD-02 is for all but traders
    Given an ordinary clean <company>
    But its "R&D intensity against industry" is <ratio>
    When the borrower is rated
    Then test PRD-02 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | ratio     | finding           | severity   |
      | manufacturing company   | 0         | RD_BELOW_INDUSTRY | watch sign |
      | trading company         | 0         | none              | none       |
      | services company        | 0         | RD_BELOW_INDUSTRY | watch sign |
      | construction company    | 0         | RD_BELOW_INDUSTRY | watch sign |
      | company in another line | 0         | RD_BELOW_INDUSTRY | watch sign |
      | trading company         | not known | none              | none       |

  Scenario Outline: PRD-03 R&D cooperation inside and outside
    Given an ordinary clean borrower
    But its "R&D cooperation inside and outside" is <cooperation>
    When the borrower is rated
    Then test PRD-03 finds <finding>
    And its severity is <severity>

    Examples:
      | cooperation    | finding             | severity           |
      | active         | RD_COLLABORATION    | strength           |
      | nominal        | none                | none               |
      | no cooperation | NO_RD_COLLABORATION | watch sign         |
      | not known      | NO_RD_COLLABORATION | assumed watch sign |

  Scenario Outline: PRD-03 is for all but traders
    Given an ordinary clean <company>
    But its "R&D cooperation inside and outside" is <cooperation>
    When the borrower is rated
    Then test PRD-03 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | cooperation    | finding             | severity   |
      | manufacturing company   | no cooperation | NO_RD_COLLABORATION | watch sign |
      | trading company         | no cooperation | none                | none       |
      | services company        | no cooperation | NO_RD_COLLABORATION | watch sign |
      | construction company    | no cooperation | NO_RD_COLLABORATION | watch sign |
      | company in another line | no cooperation | NO_RD_COLLABORATION | watch sign |
      | trading company         | not known      | none                | none       |

  Scenario Outline: PRD-04 Research results in 3 years put to use
    Given an ordinary clean borrower
    But its "Research results put to use, last 3 years" is <results>
    When the borrower is rated
    Then test PRD-04 finds <finding>
    And its severity is <severity>

    Examples:
      | results   | finding             | severity           |
      | 0         | NO_RESEARCH_RESULTS | watch sign         |
      | 1         | none                | none               |
      | 2         | none                | none               |
      | 3         | RESEARCH_RESULTS    | strength           |
      | not known | NO_RESEARCH_RESULTS | assumed watch sign |

  Scenario Outline: PRD-04 is for all but traders
    Given an ordinary clean <company>
    But its "Research results put to use, last 3 years" is <results>
    When the borrower is rated
    Then test PRD-04 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | results   | finding             | severity   |
      | manufacturing company   | 0         | NO_RESEARCH_RESULTS | watch sign |
      | trading company         | 0         | none                | none       |
      | services company        | 0         | NO_RESEARCH_RESULTS | watch sign |
      | construction company    | 0         | NO_RESEARCH_RESULTS | watch sign |
      | company in another line | 0         | NO_RESEARCH_RESULTS | watch sign |
      | trading company         | not known | none                | none       |

  Scenario Outline: PRD-05 Right to the core technology
    Given an ordinary clean borrower
    But its "Right to the core technology" is <right>
    When the borrower is rated
    Then test PRD-05 finds <finding>
    And its severity is <severity>

    Examples:
      | right              | finding                       | severity         |
      | owned              | TECHNOLOGY_OWNED              | strength         |
      | secure licence     | none                          | none             |
      | terminable licence | TECHNOLOGY_LICENCE_TERMINABLE | watch sign       |
      | disputed           | TECHNOLOGY_DISPUTED           | weakness         |
      | not known          | TECHNOLOGY_DISPUTED           | assumed weakness |

  Scenario Outline: PRD-05 is for all but traders
    Given an ordinary clean <company>
    But its "Right to the core technology" is <right>
    When the borrower is rated
    Then test PRD-05 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | right     | finding             | severity |
      | manufacturing company   | disputed  | TECHNOLOGY_DISPUTED | weakness |
      | trading company         | disputed  | none                | none     |
      | services company        | disputed  | TECHNOLOGY_DISPUTED | weakness |
      | construction company    | disputed  | TECHNOLOGY_DISPUTED | weakness |
      | company in another line | disputed  | TECHNOLOGY_DISPUTED | weakness |
      | trading company         | not known | none                | none     |

  Scenario Outline: PRD-06 Fit of equipment to the product
    Given an ordinary clean borrower
    But its "Fit of equipment to product" is <equipment>
    When the borrower is rated
    Then test PRD-06 finds <finding>
    And its severity is <severity>

    Examples:
      | equipment  | finding               | severity         |
      | fit        | none                  | none             |
      | partly fit | EQUIPMENT_PARTIAL_FIT | watch sign       |
      | unfit      | EQUIPMENT_UNFIT       | weakness         |
      | not known  | EQUIPMENT_UNFIT       | assumed weakness |

  Scenario Outline: PRD-06 is for those who run plant
    Given an ordinary clean <company>
    But its "Fit of equipment to product" is <equipment>
    When the borrower is rated
    Then test PRD-06 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | equipment | finding         | severity |
      | manufacturing company   | unfit     | EQUIPMENT_UNFIT | weakness |
      | trading company         | unfit     | none            | none     |
      | services company        | unfit     | none            | none     |
      | construction company    | unfit     | EQUIPMENT_UNFIT | weakness |
      | company in another line | unfit     | EQUIPMENT_UNFIT | weakness |
      | trading company         | not known | none            | none     |

  Scenario Outline: PRD-07 Equipment newness (net / gross book value, %)
    Given an ordinary clean borrower
    But its "Equipment newness (net to gross book)" is <percent>
    When the borrower is rated
    Then test PRD-07 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding            | severity         |
      | 0         | EQUIPMENT_WORN_OUT | weakness         |
      | 19.9999   | EQUIPMENT_WORN_OUT | weakness         |
      | 20        | EQUIPMENT_AGED     | watch sign       |
      | 34.9999   | EQUIPMENT_AGED     | watch sign       |
      | 35        | none               | none             |
      | 59.9999   | none               | none             |
      | 60        | EQUIPMENT_MODERN   | strength         |
      | 100       | EQUIPMENT_MODERN   | strength         |
      | not known | EQUIPMENT_WORN_OUT | assumed weakness |

  Scenario Outline: PRD-07 is for those who run plant
    Given an ordinary clean <company>
    But its "Equipment newness (net to gross book)" is <percent>
    When the borrower is rated
    Then test PRD-07 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | percent   | finding            | severity |
      | manufacturing company   | 0         | EQUIPMENT_WORN_OUT | weakness |
      | trading company         | 0         | none               | none     |
      | services company        | 0         | none               | none     |
      | construction company    | 0         | EQUIPMENT_WORN_OUT | weakness |
      | company in another line | 0         | EQUIPMENT_WORN_OUT | weakness |
      | trading company         | not known | none               | none     |

  Scenario Outline: PRD-08 Capacity use (%)
    Given an ordinary clean borrower
    But its "Capacity use" is <percent>
    When the borrower is rated
    Then test PRD-08 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding               | severity         |
      | 0         | CAPACITY_LARGELY_IDLE | weakness         |
      | 39.9999   | CAPACITY_LARGELY_IDLE | weakness         |
      | 40        | CAPACITY_IDLE         | watch sign       |
      | 59.9999   | CAPACITY_IDLE         | watch sign       |
      | 60        | none                  | none             |
      | 74.9999   | none                  | none             |
      | 75        | CAPACITY_WELL_USED    | strength         |
      | 95        | CAPACITY_WELL_USED    | strength         |
      | 95.0001   | none                  | none             |
      | 100       | none                  | none             |
      | not known | CAPACITY_LARGELY_IDLE | assumed weakness |

  Scenario Outline: PRD-08 is for those who run plant
    Given an ordinary clean <company>
    But its "Capacity use" is <percent>
    When the borrower is rated
    Then test PRD-08 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | percent   | finding               | severity |
      | manufacturing company   | 0         | CAPACITY_LARGELY_IDLE | weakness |
      | trading company         | 0         | none                  | none     |
      | services company        | 0         | none                  | none     |
      | construction company    | 0         | CAPACITY_LARGELY_IDLE | weakness |
      | company in another line | 0         | CAPACITY_LARGELY_IDLE | weakness |
      | trading company         | not known | none                  | none     |

  Scenario Outline: PRD-09 Equipment management
    Given an ordinary clean borrower
    But its "Equipment management" is <equipment management>
    When the borrower is rated
    Then test PRD-09 finds <finding>
    And its severity is <severity>

    Examples:
      | equipment management   | finding                | severity         |
      | preventive maintenance | MAINTENANCE_PREVENTIVE | strength         |
      | reactive repair        | none                   | none             |
      | neglected              | MAINTENANCE_NEGLECTED  | weakness         |
      | not known              | MAINTENANCE_NEGLECTED  | assumed weakness |

  Scenario Outline: PRD-09 is for those who run plant
    Given an ordinary clean <company>
    But its "Equipment management" is <equipment management>
    When the borrower is rated
    Then test PRD-09 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | equipment management | finding               | severity |
      | manufacturing company   | neglected            | MAINTENANCE_NEGLECTED | weakness |
      | trading company         | neglected            | none                  | none     |
      | services company        | neglected            | none                  | none     |
      | construction company    | neglected            | MAINTENANCE_NEGLECTED | weakness |
      | company in another line | neglected            | MAINTENANCE_NEGLECTED | weakness |
      | trading company         | not known            | none                  | none     |

  Scenario Outline: PRD-10 Process defect rate (%)
    Given an ordinary clean borrower
    But its "Process defect rate" is <percent>
    When the borrower is rated
    Then test PRD-10 finds <finding>
    And its severity is <severity>

    Examples:
      | percent   | finding      | severity         |
      | 0         | LOW_DEFECTS  | strength         |
      | 0.5       | LOW_DEFECTS  | strength         |
      | 0.5001    | none         | none             |
      | 2         | none         | none             |
      | 2.0001    | DEFECTS      | watch sign       |
      | 5         | DEFECTS      | watch sign       |
      | 5.0001    | DEFECTS_HIGH | weakness         |
      | 100       | DEFECTS_HIGH | weakness         |
      | not known | DEFECTS_HIGH | assumed weakness |

  Scenario Outline: PRD-10 is for those who run plant
    Given an ordinary clean <company>
    But its "Process defect rate" is <percent>
    When the borrower is rated
    Then test PRD-10 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | percent   | finding      | severity |
      | manufacturing company   | 5.0001    | DEFECTS_HIGH | weakness |
      | trading company         | 5.0001    | none         | none     |
      | services company        | 5.0001    | none         | none     |
      | construction company    | 5.0001    | DEFECTS_HIGH | weakness |
      | company in another line | 5.0001    | DEFECTS_HIGH | weakness |
      | trading company         | not known | none         | none     |

  Scenario Outline: PRD-11 Quality system
    Given an ordinary clean borrower
    But its "Quality management system" is <quality management system>
    When the borrower is rated
    Then test PRD-11 finds <finding>
    And its severity is <severity>

    Examples:
      | quality management system | finding           | severity           |
      | certified and effective   | QUALITY_SYSTEM    | strength           |
      | documented only           | none              | none               |
      | no quality system         | NO_QUALITY_SYSTEM | watch sign         |
      | not known                 | NO_QUALITY_SYSTEM | assumed watch sign |

  Scenario Outline: PRD-11 is for all but traders
    Given an ordinary clean <company>
    But its "Quality management system" is <quality management system>
    When the borrower is rated
    Then test PRD-11 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | quality management system | finding           | severity   |
      | manufacturing company   | no quality system         | NO_QUALITY_SYSTEM | watch sign |
      | trading company         | no quality system         | none              | none       |
      | services company        | no quality system         | NO_QUALITY_SYSTEM | watch sign |
      | construction company    | no quality system         | NO_QUALITY_SYSTEM | watch sign |
      | company in another line | no quality system         | NO_QUALITY_SYSTEM | watch sign |
      | trading company         | not known                 | none              | none       |

  Scenario Outline: PRD-12 Serious safety accident, 36 months
    Given an ordinary clean borrower
    But its "Serious safety accident, last 36 months" is <serious safety accident>
    When the borrower is rated
    Then test PRD-12 finds <finding>
    And its severity is <severity>

    Examples:
      | serious safety accident   | finding         | severity         |
      | no serious accident       | none            | none             |
      | serious accident occurred | SAFETY_ACCIDENT | weakness         |
      | not known                 | SAFETY_ACCIDENT | assumed weakness |

  Scenario Outline: PRD-12 is for all but traders
    Given an ordinary clean <company>
    But its "Serious safety accident, last 36 months" is <serious safety accident>
    When the borrower is rated
    Then test PRD-12 finds <finding>
    And its severity is <severity>

    Examples:
      | company                 | serious safety accident   | finding         | severity |
      | manufacturing company   | serious accident occurred | SAFETY_ACCIDENT | weakness |
      | trading company         | serious accident occurred | none            | none     |
      | services company        | serious accident occurred | SAFETY_ACCIDENT | weakness |
      | construction company    | serious accident occurred | SAFETY_ACCIDENT | weakness |
      | company in another line | serious accident occurred | SAFETY_ACCIDENT | weakness |
      | trading company         | not known                 | none            | none     |
