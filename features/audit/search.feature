Feature: Finding decisions
  An auditor does not know the ids of decisions. They know a name, an application, a registry code,
  a grade, what was found against a borrower, who asked and when, and look for the decisions from
  there.

  Background:
    Given these decisions:
      | day        | dossier                         | client    |
      | 2026-11-02 | strong_private_manufacturer     | los-north |
      | 2026-11-03 | polluting_dye_maker             | los-north |
      | 2026-11-04 | defaulter_with_false_statements | los-south |
      | 2026-11-05 | state_owned                     | los-south |
      | 2026-11-06 | incomplete_dossier              | los-north |

  Rule: Decisions are found by what they say, the newest first

    Scenario Outline: An auditor looks for <what>
      When the auditor lists the decisions with <filters>
      Then they are of <found>

      Examples:
        | what                           | filters                                      | found                                           |
        | a borrower                     | borrower=临川公路工程建设有限公司            | state_owned                                     |
        | a borrower rated twice         | borrower=Beiling Precision Machine Tools Co., Ltd. | incomplete_dossier, strong_private_manufacturer |
        | the beginning of a name        | borrower=Beiling*                            | incomplete_dossier, strong_private_manufacturer |
        | an application                 | application_ref=LOS-88106                    | polluting_dye_maker                             |
        | a registry code                | identifier=91361000MA000P210J                | state_owned                                     |
        | a code of one scheme           | identifier=uscc:91330200MA000P010Q           | incomplete_dossier, strong_private_manufacturer |
        | a grade                        | grade=N10                                    | defaulter_with_false_statements                 |
        | what was not rated             | grade=NR                                     | incomplete_dossier                              |
        | those who deceived the bank    | finding=FALSE_STATEMENTS                     | defaulter_with_false_statements                 |
        | polluters in the best grade    | finding=ENV_RED grade=N1                     | nobody                                          |
        | a version of the ruleset       | ruleset=nonfinancial@0.9.0                   | nobody                                          |
        | what one office asked          | client=los-south                             | state_owned, defaulter_with_false_statements    |
        | what was decided in those days | since=2026-11-03 until=2026-11-04            | defaulter_with_false_statements, polluting_dye_maker |
        | several things at once         | client=los-north since=2026-11-03 grade=N7   | polluting_dye_maker                             |

    Scenario: A decision that was corrected says so
      Given the decision on "polluting_dye_maker" is corrected
      When the auditor lists the decisions with application_ref=LOS-88106
      Then the older of two decisions is marked as corrected by the newer

    Scenario: What was erased is found no more
      Given the decision on "state_owned" is erased on order
      When the auditor lists the decisions with client=los-south
      Then they are of defaulter_with_false_statements

  Rule: Page by page the auditor sees each decision once

    Scenario: Decisions are taken while the auditor reads
      When the auditor reads the decisions 2 a page, and after each page another is taken
      Then each of the decisions that were there at first was read once

    Scenario: A page of one search does not go on as another search
      When the auditor reads a page of one search and asks for the next with another filter
      Then the auditor is told that the cursor belongs to a query with other filters

  Rule: A question that is misunderstood is not answered

    Scenario: The auditor misspells a filter
      When the auditor lists the decisions with aplication_ref=LOS-88106
      Then the auditor is told that "aplication_ref" is not known here
