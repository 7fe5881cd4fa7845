Feature: The principal reasons for a grade
  Binding caps come first: knock-outs, critical findings, patterns, caps of dimensions, each in the
  order of their ids. Then come the other adverse findings by what they cost: weight of the
  dimension times points. The committee gets them all, the borrower the first four. Each reason
  rests on facts and clauses and says what the grade would be without it.

  Rule: The borrower gets the first four of the reasons that the committee gets

    Scenario Outline: The worked borrowers
      Given the borrower of dossier "<dossier>"
      When the borrower is rated
      And the reasons are asked for
      Then its grade is <grade>
      And the borrower is told <told>
      And the committee is told <number> reasons, these first

      Examples:
        | dossier                         | grade | number | told                                                                                         |
        | strong_private_manufacturer     | N1    | 0      | none                                                                                         |
        | listed_pharma                   | N6    | 10     | DISCLOSURE_NOT_RELIABLE, one dimension poor, AUDITOR_CHANGED_REPEATEDLY, DISCLOSURE_SANCTION |
        | family_condiment_maker          | N5    | 10     | KEY_PERSON_RISK, CLOSED_FAMILY_CONTROL, GOV weak, ONE_MAN_RULE                               |
        | polluting_dye_maker             | N7    | 15     | ENV_RED, PERSISTENT_POLLUTER, TECHNOLOGY_BACKWARD, ADMIN_PENALTY                             |
        | defaulter_with_false_statements | N10   | 18     | NON_PERFORMING, PAST_DUE_OVER_90, PAST_NON_PERFORMING, ADVANCE_OUTSTANDING                   |
        | software_start_up               | N5    | 12     | UNPROVEN_BORROWER, THIN_CREDIT_FILE, START_UP, UNTESTED_MANAGEMENT                           |
        | incomplete_dossier              | NR    | 15     | SHR-01, REP-01, REP-02, REP-03                                                               |
        | average_manufacturer            | N4    | 3      | BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR, SUCCESSION_INFORMAL                              |

  Rule: Reasons that bind come first, then the rest by what they cost

    Scenario: The condiment maker, reason by reason
      Given the borrower of dossier "family_condiment_maker"
      When the borrower is rated
      And the reasons are asked for
      Then the reasons are
        | kind      | reason                 | binds at | cost | the grade without it |
        | pattern   | KEY_PERSON_RISK        | N5       |      | N5                   |
        | pattern   | CLOSED_FAMILY_CONTROL  | N5       |      | N5                   |
        | dimension | GOV weak               | N5       |      | N3                   |
        | finding   | ONE_MAN_RULE           |          | 36   | N5                   |
        | finding   | NO_SUCCESSION          |          | 36   | N5                   |
        | finding   | SINGLE_MANAGER         |          | 36   | N5                   |
        | finding   | BOARD_NOT_CHALLENGING  |          | 12   | N5                   |
        | finding   | NO_OUTSIDE_DIRECTOR    |          | 12   | N5                   |
        | finding   | FAMILY_HOLDS_KEY_POSTS |          | 12   | N5                   |
        | finding   | SHAREHOLDERS_CONNECTED |          | 8    | N5                   |

    Scenario: One fact of the average manufacturer turns bad, and that alone is the first reason
      Given an ordinary clean borrower
      But its "Current days past due" is 91
      When the borrower is rated
      And the reasons are asked for
      Then its grade is N10
      And the reasons are
        | kind    | reason                | binds at | cost | the grade without it |
        | finding | PAST_DUE_OVER_90      | N10      | 132  | N4                   |
        | finding | BOARD_NOT_CHALLENGING |          | 12   | N10                  |
        | finding | NO_OUTSIDE_DIRECTOR   |          | 12   | N10                  |
        | finding | SUCCESSION_INFORMAL   |          | 12   | N10                  |

    Scenario Outline: A knock-out, a critical finding, a pattern or a dimension that binds leads
      Given an ordinary clean borrower
      And it has the findings <findings>
      When the borrower is rated
      And the reasons are asked for
      Then its grade is <grade>
      And what binds is <binding>

      Examples:
        | findings                                           | grade | binding                                           |
        | TAX_EVASION, DEBT_LEFT_BEHIND                      | N8    | TAX_EVASION, DEBT_LEFT_BEHIND                     |
        | TAX_CLASS_D, REPEATED_OVERDUE, WAGE_SOCIAL_ARREARS | N7    | TAX_CLASS_D, LIQUIDITY_DISTRESS_SIGNALS, REP poor |
        | FUND_OCCUPATION, TAX_CLASS_D, RPT_NOT_ARMS_LENGTH  | N7    | TAX_CLASS_D, TUNNELLING                           |
        | NEW_TO_INDUSTRY, UNTESTED_MANAGEMENT               | N5    | MGT weak                                          |

  Rule: A reason names what it rests on

    Scenario: The age and the credit record of the software firm
      Given the borrower of dossier "software_start_up"
      When the borrower is rated
      And the reasons are asked for
      Then reason UNPROVEN_BORROWER is made of START_UP, THIN_CREDIT_FILE
      And reason UNPROVEN_BORROWER rests on
        | fact                     | value | source      | as of      |
        | Years in operation       | 1.6   | third party | 2026-10-20 |
        | Length of credit history | 0     | third party | 2026-10-20 |
      And reason UNPROVEN_BORROWER comes from the clauses CH-1.1-a, RP-5.1-a

    Scenario Outline: What looks like wrongdoing is marked as a suspicion, what was found is not
      Given an ordinary clean borrower
      And it has the findings <findings>
      When the borrower is rated
      And the reasons are asked for
      Then reason <reason> is <kind>

      Examples:
        | findings                                  | reason                 | kind         |
        | DEBT_LEFT_BEHIND, NAME_CHANGED_REPEATEDLY | DEBT_EVASION_SUSPECTED | a suspicion  |
        | DEBT_LEFT_BEHIND, NAME_CHANGED_REPEATEDLY | DEBT_LEFT_BEHIND       | no suspicion |
        | ONE_MAN_RULE, NO_SUCCESSION               | KEY_PERSON_RISK        | no suspicion |

  Rule: What was not evidenced is kept apart from what was found

    Scenario: Nobody said how the average manufacturer decides
      Given an ordinary clean borrower
      But its "Decision process" is not known
      When the borrower is rated
      And the reasons are asked for
      Then its grade is N5
      And not evidenced are GOV weak, ONE_MAN_RULE
      And found are BOARD_NOT_CHALLENGING, NO_OUTSIDE_DIRECTOR, SUCCESSION_INFORMAL

    Scenario: Of a borrower that is not rated, what is missing comes first
      Given an ordinary clean borrower
      But its "Tax-payment credit class" is not known
      And its "Decision process" is not known
      When the borrower is rated
      And the reasons are asked for
      Then its grade is NR
      And its indicative grade is N5
      And the reasons are
        | kind      | reason                | binds at | cost | the grade without it |
        | missing   | REP-12                |          |      | N5                   |
        | dimension | GOV weak              | N5       |      | N4                   |
        | finding   | TAX_CLASS_C           |          | 66   | N5                   |
        | finding   | ONE_MAN_RULE          |          | 36   | N4                   |
        | finding   | BOARD_NOT_CHALLENGING |          | 12   | N5                   |
        | finding   | NO_OUTSIDE_DIRECTOR   |          | 12   | N5                   |
        | finding   | SUCCESSION_INFORMAL   |          | 12   | N5                   |

    Scenario: As long as two things are missing, having one of them is not enough
      Given an ordinary clean borrower
      But its "Tax-payment credit class" is not known
      And its "Business model" is not known
      When the borrower is rated
      And the reasons are asked for
      Then its grade is NR
      And without reason REP-12 the grade would be NR
      And without reason borrower.business_model the grade would be NR

  Rule: Reasons explain the grade, or they are not given

    Scenario: Without anything adverse, the strengths not shown are the reasons
      Given a borrower with no adverse finding
      When the borrower is rated
      And the reasons are asked for
      Then its grade is N3
      And the borrower is told TECHNOLOGY_LEADING, CONTROLLER_STRONG, ENV_GREEN, INDUSTRY_VETERAN
      And every reason is a strength not shown

    Scenario: Education is never the only reason
      Given a borrower with no adverse finding
      But its "Principal-business share of revenue" is 70
      And its "Qualified share of the management team" is 10
      When the borrower is rated
      And the reasons are asked for
      Then its grade is N4
      And without reason TEAM_UNQUALIFIED the grade would be N3
      And the borrower is told TEAM_UNQUALIFIED, TECHNOLOGY_LEADING, CONTROLLER_STRONG, ENV_GREEN

    Scenario Outline: Without all of its reasons every worked borrower would have another grade
      Given the borrower of dossier "<dossier>"
      When the borrower is rated
      And the reasons are asked for
      Then without any of the reasons its grade would be <grade>

      Examples:
        | dossier                         | grade |
        | listed_pharma                   | N3    |
        | family_condiment_maker          | N2    |
        | polluting_dye_maker             | N3    |
        | defaulter_with_false_statements | N5    |
        | software_start_up               | N3    |
        | incomplete_dossier              | N1    |
        | average_manufacturer            | N3    |
        | state_owned                     | N2    |
        | foreign_invested                | N1    |
        | services                        | N2    |
        | trading                         | N3    |
