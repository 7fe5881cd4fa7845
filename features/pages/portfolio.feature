Feature: The portfolio, on its page
  The committee and the policy officer look at all borrowers together. Whatever the page says was
  counted from recorded decisions: each borrower once, by the latest decision of a period.

  Background:
    Given decisions with these grades in two quarters:
      | borrower | first quarter | second quarter |
      | A        | N4            | N4             |
      | B        | N4            | N6             |
      | C        | N6, N5        | N3             |
      | D        | NR            | N5             |
      | E        | N5            |                |
      | F        |               | NR             |

  Rule: Each borrower counts once, by its latest decision

    Scenario: The grades of a quarter
      When the committee opens the portfolio of the second quarter
      Then it counts 5 borrowers and 5 decisions
      And 1 borrower is not rated, which is 20.0 %
      And the grades are N3: 1, N4: 1, N5: 1, N6: 1, NR: 1

    Scenario: A borrower that was decided on twice
      When the committee opens the portfolio of the first quarter
      Then it counts 5 borrowers and 6 decisions
      And the grades are N4: 2, N5: 2, NR: 1

    Scenario: A decision that was corrected does not count
      Given the decision on "B" of the second quarter is corrected to N5
      When the committee opens the portfolio of the second quarter
      Then it counts 5 borrowers and 5 decisions
      And the grades are N3: 1, N4: 1, N5: 2, NR: 1

  Rule: Movement tells everybody once

    Scenario: From the first quarter to the second
      When the committee opens the portfolio of the second quarter
      Then of the borrowers 1 is better, 1 the same grade, 1 worse, 1 rated after NR, 1 new and 1 left
      And from N4 to N6 went 1 borrower, half of the row

  Rule: What is not known is told with its rate

    Scenario: A fact that few borrowers gave
      When the committee opens the portfolio of the second quarter
      Then "reputation.tax_class" is not known of 4 borrowers, which is 80.0 %

  Rule: It can be taken away as tables, and is for those who see all

    Scenario: A table for a spreadsheet
      When the committee downloads the movement of the second quarter
      Then the table has a row for every pair of grades, and no cell is a formula

    Scenario Outline: <role>
      When a user of the role <role> opens the portfolio
      Then it is <answer>

      Examples:
        | role       | answer  |
        | committee  | shown   |
        | auditor    | shown   |
        | policy     | shown   |
        | originator | refused |
