Feature: What would change the grade
  The committee asks for the smallest change of facts that would lift the grade, and for the
  smallest that would cost it. A change is counted in facts; among changes of as many facts the
  one of the least effort comes first. What happened in the past cannot be changed, and a fact
  moves only the way it can really move. Every answer was evaluated anew by both evaluators.

  Rule: The smallest change for the better

    Scenario: Two facts stand between the condiment maker and N4
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks what would lift the grade
      Then the target is N4
      And the smallest change is of 2 facts, in 6 ways
      And the easiest way is
        | fact                    | from                | to                               |
        | Decision process        | one-person decision | collective decision of the board |
        | Executive pay structure | fixed pay           | linked to performance            |
      And another way is
        | fact             | from                | to                   |
        | Decision process | one-person decision | management committee |
        | Succession plan  | no succession plan  | informal             |

    Scenario Outline: Each worked borrower, one grade better
      Given the borrower of dossier "<dossier>"
      When the committee asks what would lift the grade
      Then the target is <target>
      And the smallest change is of <size> facts, in <ways> ways

      Examples:
        | dossier                         | target | size | ways |
        | average_manufacturer            | N3     | 2    | 318  |
        | listed_pharma                   | N5     | 2    | 7    |
        | foreign_invested                | N2     | 1    | 1    |
        | polluting_dye_maker             | N6     | 2    | 1    |
        | software_start_up               | N4     | 2    | 33   |
        | state_owned                     | N4     | 1    | 2    |
        | trading                         | N4     | 2    | 2    |
        | services                        | N3     | 1    | 12   |
        | defaulter_with_false_statements | N9     | 2    | 1    |

    Scenario: The committee names the grade it wants
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks what would lift the grade to N3
      Then the target is N3
      And the smallest change is of 2 facts, in 6 ways

    Scenario: No five facts make a defaulter exceptional
      Given the borrower of dossier "defaulter_with_false_statements"
      When the committee asks what would lift the grade to N1
      Then no change of 5 facts or fewer would

    Scenario: The best grade cannot be lifted
      Given the borrower of dossier "strong_private_manufacturer"
      When the committee asks what would lift the grade
      Then there is no target

  Rule: The past cannot be changed

    Scenario: A past default is not actionable
      Given an ordinary clean borrower
      But its "Worst class of settled loans, last 5 years" is substandard
      When the committee asks what would lift the grade to N3
      Then no change of 5 facts or fewer would
      And "Worst class of settled loans, last 5 years" was not considered
      And "Current days past due" was not considered

    Scenario: What can be put right now, and what takes time, is considered
      Given the borrower of dossier "software_start_up"
      When the committee asks what would lift the grade
      Then "Board challenge to execution" was considered, to change now
      And "Length of credit history" was considered, to change with time

  Rule: How close the edge is

    Scenario: One slip costs the condiment maker its grade
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks how close the edge is
      Then the target is N6
      And the smallest change is of 1 fact, in 40 ways
      And another way is
        | fact          | from                | to                                  |
        | Audit opinion | unqualified opinion | unqualified with emphasis of matter |

    Scenario: Nothing is worse than default
      Given the borrower of dossier "defaulter_with_false_statements"
      When the committee asks how close the edge is
      Then there is no target

  Rule: Impossible questions are refused

    Scenario Outline: A grade that no change leads to
      Given the borrower of dossier "<dossier>"
      When the committee asks what would lift the grade to <target>
      Then the question is refused because <reason>

      Examples:
        | dossier                | target | reason                  |
        | family_condiment_maker | N5     | that grade is no better |
        | family_condiment_maker | N9     | that grade is no better |
        | family_condiment_maker | AAA    | there is no such grade  |
        | family_condiment_maker | NR     | NR is no grade to reach |
        | incomplete_dossier     | N4     | NR is no grade to reach |
