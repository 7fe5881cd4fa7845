Feature: Lists of decisions, on pages
  The committee and the auditor do not know the ids of decisions. They look for them by what they
  know, see what waits for them, hold two against each other, and follow one borrower over time.

  Background:
    Given these decisions on the pages:
      | day        | dossier                     | changed                      | officer |
      | 2026-11-02 | strong_private_manufacturer |                              | m.chen  |
      | 2026-11-03 | average_manufacturer        |                              | m.chen  |
      | 2026-11-04 | average_manufacturer        | reputation.worst_class_5y=loss | zhou.li |
      | 2026-11-05 | incomplete_dossier          |                              | zhou.li |

  Rule: Decisions are found by what is known of them

    Scenario Outline: The committee looks for <what>
      When "li.na" of the committee searches for <field> "<value>"
      Then the list shows <found>

      Examples:
        | what                      | field       | value              | found                                                   |
        | a borrower                | borrower    | Average*           | average_manufacturer again, average_manufacturer        |
        | an identifier             | identifier  | 91330400MA000P130T | average_manufacturer again, average_manufacturer        |
        | what was not rated        | grade       | NR                 | incomplete_dossier                                      |
        | a grade                   | grade       | N4                 | average_manufacturer                                    |
        | what a client asked for   | client      | zhou.li            | incomplete_dossier, average_manufacturer again          |
        | what nobody decided       | borrower    | Nobody             | nothing                                                 |

    Scenario: A day that is none is told at its field
      When "li.na" of the committee searches for since "yesterday"
      Then she is told at the field since what a day looks like

    Scenario: An originator finds its own borrowers and no others
      When "zhou.li", an originator, searches for borrower "Average*"
      Then the list shows average_manufacturer again

  Rule: What waits for a person is on a list of its own

    Scenario: Nobody has decided on it yet
      Given "li.na" accepted every decision but that on "incomplete_dossier"
      When "wang" of the committee looks at what waits for a decision
      Then the list shows incomplete_dossier

    Scenario: An upward override waits for a second officer
      Given "li.na" overrode the decision on "average_manufacturer" up to N3
      When "wang" of the committee looks at what waits for a signature
      Then the list shows average_manufacturer
      When the override is countersigned by "wang"
      And "wang" of the committee looks at what waits for a signature
      Then the list shows nothing

  Rule: Two decisions are held against each other

    Scenario: Two that are ticked in the list
      When "li.na" of the committee searches for borrower "Average*"
      And she ticks both and compares them
      Then the page says that the grade is worse by 2 grades, from N4 to N6
      And it names the fact "reputation.worst_class_5y"

    Scenario: One alone cannot be compared
      When "li.na" of the committee searches for grade "NR"
      And she ticks the only one and compares it
      Then she is told that two are compared

    Scenario: Another's decision is not there to be compared
      When "zhou.li", an originator, compares the decisions on "average_manufacturer" and "average_manufacturer again"
      Then there is nothing to be seen

  Rule: The history of a borrower tells what changed

    Scenario: From one decision to the next
      When "li.na" of the committee opens the history of "91330400MA000P130T"
      Then the history shows average_manufacturer again, average_manufacturer
      And it says that the grade went from N4 to N6
      And it names the fact "reputation.worst_class_5y"
      And it has a drawing of the grades

    Scenario: An originator sees its own part of it
      When "m.chen", an originator, opens the history of "91330400MA000P130T"
      Then the history shows average_manufacturer
