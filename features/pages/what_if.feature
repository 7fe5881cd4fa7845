Feature: What if, on the page
  A member of the committee changes facts of a decision on its page, by choosing or by writing a
  number, and sees at once which grade would follow and everything that would differ. It is
  marked as supposed wherever it stands, and nothing of it is kept.

  Rule: What would follow stands beside what was decided

    Scenario: The condiment maker with a board that decides and a successor
      Given "li.na" of the committee looks at "family_condiment_maker", graded N5
      When she supposes on the page
        | fact             | value                            |
        | Decision process | collective decision of the board |
        | Succession plan  | documented                       |
      Then the page shows N3 as supposed beside N5 as decided
      And the page says "2 grades better than decided"
      And among all that differs are KEY_PERSON_RISK, GOV weak, SUCCESSION_PLANNED
      And it is marked as supposed
      And nothing was stored

    Scenario: A number, in the unit of its fact
      Given "li.na" of the committee looks at "strong_private_manufacturer", graded N1
      When she supposes on the page
        | fact                  | value |
        | Current days past due | 45    |
      Then the page shows N7 as supposed beside N1 as decided
      And the page says "6 grades worse than decided"

    Scenario: Not known is an answer
      Given "li.na" of the committee looks at "average_manufacturer", graded N4
      When she supposes on the page
        | fact                     | value     |
        | Tax-payment credit class | not known |
      Then the page shows NR as supposed beside N4 as decided
      And the page says "something that it needs would not be known"

    Scenario: Only the borrower says so
      Given "li.na" of the committee looks at a dossier that rests on the borrower's word alone
      When she supposes that others prove all that the borrower claims
      Then strengths on the borrower's word alone come to count

  Rule: What would change the grade can be tried

    Scenario: From a card of the decision page
      Given "li.na" of the committee looks at "family_condiment_maker", graded N5
      When she follows the first card of what would change it
      Then the changes of the card are filled in
      And the page says "better than decided"
      And it is marked as supposed

  Rule: What cannot be is told at its field

    Scenario: A number with a letter in it
      Given "li.na" of the committee looks at "average_manufacturer", graded N4
      When she writes "3o" as "Current days past due"
      Then the page refuses it at "Current days past due" and keeps "3o" there
      And the page says "A whole number, from 0 days to 9,999 days."
      And the page shows no supposed grade
