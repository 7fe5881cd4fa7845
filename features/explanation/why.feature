Feature: Why, and why not
  The committee may ask about every finding and pattern, whether it was found or not, about every
  cap, about the points of a dimension and about the composite. The answer names the facts, the
  condition that each met or failed, and the clauses of the manual. There are four answers: it was
  found; it was not found, and this failed; it cannot be told, and this is missing; it does not
  apply, and this is why.

  Rule: What was found rests on facts, conditions and clauses

    Scenario: Why does the condiment maker count as ruled by one man?
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks about ONE_MAN_RULE
      Then the answer is that it was found
      And it comes from the clauses GV-2.0-c, GV-2.1-c, GV-2.3-a, GV-2.3-b, T-GV-5
      And it rests on
        | fact             | value               | condition                    |
        | Decision process | one-person decision | "one_person", "undocumented" |

    Scenario Outline: Each worked borrower on what carries its grade or holds it down
      Given the borrower of dossier "<dossier>"
      When the committee asks about <code>
      Then the answer is that it was found
      And it comes from the clauses <clauses>

      Examples:
        | dossier                         | code                      | clauses                                          |
        | strong_private_manufacturer     | CLEAN_REPAYMENT_RECORD    | RP-5.1-b                                         |
        | average_manufacturer            | SUCCESSION_INFORMAL       | GV-2.3-c, GV-2.3-d                               |
        | listed_pharma                   | INSIDER_CONTROL           | GV-2.1-c                                         |
        | family_condiment_maker          | NO_SUCCESSION             | GV-2.3-c, GV-2.3-d                               |
        | foreign_invested                | GROUP_DEPENDENT           | SH-3-a, T-SH-2, T-SH-4                           |
        | polluting_dye_maker             | ENV_RED                   | EN-2.3-f                                         |
        | software_start_up               | START_UP                  | CH-1.1-a                                         |
        | state_owned                     | OBJECTIVES_NOT_COMMERCIAL | GV-2.2-c                                         |
        | trading                         | NO_SUPPLIER_CREDIT        | SU-1.4-a, SU-1.4-c, SU-1.4-d, SU-1.4-e, SU-1.4-f |
        | services                        | COOPERATIVE_LONG_RELATION | RP-5.1-c, S001-9                                 |
        | defaulter_with_false_statements | NON_PERFORMING            | RP-5.1-a, RP-5.1-b                               |

  Rule: What was not found names the first condition that failed, in each of its ways

    Scenario: Why is the average manufacturer not ruled by one man?
      Given the borrower of dossier "average_manufacturer"
      When the committee asks about ONE_MAN_RULE
      Then the answer is that it was not found
      And what failed is
        | fact             | value                | condition                    |
        | Decision process | management committee | "one_person", "undocumented" |

    Scenario: A finding with two ways to it, and neither open
      Given the borrower of dossier "strong_private_manufacturer"
      When the committee asks about BOARD_NOT_CHALLENGING
      Then the answer is that it was not found
      And what failed is
        | fact                         | value                          | condition     |
        | Board challenge to execution | challenge evidenced in minutes | "none"        |
        | Board challenge to execution | challenge evidenced in minutes | "formal_only" |

    Scenario: A number shows how far it is from the line
      Given an ordinary clean borrower
      But its "Receivables over 90 days past due" is 14.5
      When the committee asks about RECEIVABLES_OVERDUE_HIGH
      Then the answer is that it was not found
      And what failed is
        | fact                              | value | condition |
        | Receivables over 90 days past due | 14.5  | > 15      |

    Scenario: A strength that holds gives way to an adverse finding of the same test
      Given an ordinary clean borrower
      But its "Key customers in the stable stage" is 60
      And its "Key customers in decline" is 31
      When the committee asks about STABLE_CUSTOMER_BASE
      Then the answer is that it was not found
      And CUSTOMERS_IN_DECLINE was found in its place

    Scenario: A graver finding stands for the milder one
      Given an ordinary clean borrower
      But its "Days sales outstanding against industry" is 2
      When the committee asks about COLLECTS_SLOWLY
      Then the answer is that it was not found
      And COLLECTION_VERY_SLOW stands for it

  Rule: What cannot be told names what is missing

    Scenario Outline: The incomplete dossier is not rated because of what it leaves open
      Given the borrower of dossier "incomplete_dossier"
      When the committee asks about <code>
      Then the answer is that it cannot be told
      And what is missing is <facts>

      Examples:
        | code                | facts                                      |
        | NON_PERFORMING      | Worst current five-tier class              |
        | PAST_DUE_OVER_90    | Current days past due                      |
        | PAST_NON_PERFORMING | Worst class of settled loans, last 5 years |
        | OWNER_UNIDENTIFIED  | Ultimate beneficial owner identified       |
        | ENV_RED             | Environmental credit class                 |

    Scenario: The milder answer is assumed meanwhile
      Given the borrower of dossier "incomplete_dossier"
      When the committee asks about SPECIAL_MENTION
      Then the answer is that it was assumed
      And what is missing is Worst current five-tier class

    Scenario: After deceit the borrower's statements count as not known
      Given an ordinary clean borrower
      But its "Finding of false statements" is deliberately false statements
      And its "Technology level" was established by the borrower's word only
      When the committee asks about TECHNOLOGY_BACKWARD
      Then the answer is that it was assumed
      And what is missing is Technology level

  Rule: What does not apply names the classification

    Scenario Outline: Tests for other kinds of company
      Given an ordinary clean <kind>
      When the committee asks about <code>
      Then the answer is that it does not apply
      And it is not for this borrower because of
        | fact   | value   | condition   |
        | <fact> | <value> | <condition> |

      Examples:
        | kind            | code                | fact           | value           | condition                    |
        | private company | INSIDER_CONTROL     | Ownership type | privately owned | "listed", "state_owned_sole" |
        | listed company  | OWNER_FUNDS_MIXED   | Ownership type | listed company  | "private"                    |
        | trading company | TECHNOLOGY_BACKWARD | Business model | trading         | not("trading")               |

  Rule: A pattern shows what stands in each of its parts

    Scenario: Why does the condiment maker depend on one person?
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks about PAT-01
      Then the answer is that it was found
      And its parts stand like this
        | any of                                     | standing                                   |
        | ONE_MAN_RULE                               | ONE_MAN_RULE                               |
        | NO_SUCCESSION, SINGLE_MANAGER              | NO_SUCCESSION, SINGLE_MANAGER              |
        | BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR | BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR |

    Scenario: Why does the average manufacturer not?
      Given the borrower of dossier "average_manufacturer"
      When the committee asks about KEY_PERSON_RISK
      Then the answer is that it was not found
      And its parts stand like this
        | any of                                     | standing                                   |
        | ONE_MAN_RULE                               | none                                       |
        | NO_SUCCESSION, SINGLE_MANAGER              | none                                       |
        | BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR | BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR |

    Scenario: A pattern that waits for a mandatory fact
      Given an ordinary clean borrower
      But its "Borrower funds held by the controller" is 3
      And its "Strength of the controlling shareholder" is not known
      When the committee asks about GROUP_CONTAGION
      Then the answer is that it cannot be told
      And it waits for CONTROLLER_DISTRESSED

  Rule: A cap names its dimensions and their findings

    Scenario: The cap on the condiment maker's grade
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks about GOV weak
      Then the answer is that it was found
      And it caps the grade at N5, and binds
      And it comes from the ratings GOV 2
      And it comes from the findings ONE_MAN_RULE, BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR, NO_SUCCESSION, FAMILY_HOLDS_KEY_POSTS

    Scenario: A cap that holds and does not bind
      Given the borrower of dossier "listed_pharma"
      When the committee asks about GOV weak
      Then the answer is that it was found
      And it caps the grade at N5, and does not bind

    Scenario: A cap that does not hold
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks about MGT weak
      Then the answer is that it was not found
      And it comes from the ratings MGT 4

  Rule: Points and the composite add up, term by term

    Scenario: The governance points of the condiment maker
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks about GOV
      Then the points are
        | finding                | points |
        | ONE_MAN_RULE           | -3     |
        | BOARD_NOT_CHALLENGING  | -1     |
        | NO_OUTSIDE_DIRECTOR    | -1     |
        | CLEAN_AUDIT            | 1      |
        | NO_SUCCESSION          | -3     |
        | FAMILY_HOLDS_KEY_POSTS | -1     |
      And they sum to -8 and rate it 2

    Scenario: The composite of the average manufacturer
      Given the borrower of dossier "average_manufacturer"
      When the committee asks about composite
      Then the sum is
        | dimension | weight | rating | product |
        | HIS       | 6      | 4      | 24      |
        | GOV       | 12     | 3      | 36      |
        | SHR       | 8      | 3      | 24      |
        | MGT       | 12     | 4      | 48      |
        | REP       | 22     | 5      | 110     |
        | SUP       | 7      | 3      | 21      |
        | PRD       | 9      | 4      | 36      |
        | ENV       | 6      | 3      | 18      |
        | SAL       | 9      | 3      | 27      |
        | CMP       | 5      | 3      | 15      |
        | PRF       | 4      | 4      | 16      |
      And it comes to 375, which is N4 from 340 to 384

  Rule: What nobody has heard of is refused

    Scenario Outline: A misspelt code
      Given the borrower of dossier "average_manufacturer"
      When the committee asks about <misspelt>
      Then it is told that there is no such thing, but there is <meant>

      Examples:
        | misspelt       | meant           |
        | ONE_MAN_RUEL   | ONE_MAN_RULE    |
        | KEY_PERSON_RSK | KEY_PERSON_RISK |
        | gov-weak       | gov_weak        |
