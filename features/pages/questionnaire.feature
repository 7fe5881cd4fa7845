Feature: A dossier is entered by hand
  A loan officer who has no system that sends dossiers answers the questions of the ruleset on a
  page. What is not known stays not assessed and is never taken as good. The grade shows while the
  dossier grows, and nothing is recorded before the officer says so.

  Background:
    Given loan officer "w.li" is signed in

  Scenario: Nothing is answered by default
    When the officer opens a new dossier
    Then no question is answered
    And every question offers "Not assessed" first
    And there is no provisional grade

  Scenario Outline: Each question names the clauses of the manual behind it
    When the officer turns to the section "<section>"
    Then the question "<question>" names clause <clause>

    Examples:
      | section                  | question                   | clause   |
      | History                  | Special-business licence   | CH-1.2-b |
      | Reputation and repayment | Current days past due      | RP-5.1-b |
      | Environment              | Environmental credit class | EN-2.3-f |

  Scenario: The grade is seen before anything is recorded
    Given the answers of dossier "average_manufacturer" are entered
    Then the provisional grade is N4
    And nothing is recorded

  Scenario: A better answer is seen at once
    Given the answers of dossier "average_manufacturer" are entered
    When the officer answers "Current days past due" with "95"
    Then the provisional grade is N10
    And nothing is recorded

  Scenario: An answer that is taken back waits to be known
    Given the answers of dossier "average_manufacturer" are entered
    When the officer answers "Current days past due" with ""
    Then the provisional grade is NR
    And the grade waits for "Current days past due"

  Scenario: Why something is not known is part of the dossier
    Given the answers of dossier "average_manufacturer" are entered
    When the officer leaves "Founding motive" not assessed because "founder abroad until May"
    And the dossier is recorded
    Then the recorded dossier has "Founding motive" not assessed because "founder abroad until May"

  Scenario Outline: A mistake is told where it was made
    Given the answers of dossier "average_manufacturer" are entered
    When the officer answers "<question>" with "<answer>"
    And the dossier is recorded
    Then "<question>" is told: <told>
    And nothing is recorded

    Examples:
      | question                              | answer | told                         |
      | Current days past due                 | 1,200  | Write a number in digits     |
      | Current days past due                 | 1.5    | Write a whole number.        |
      | Revenue share of unrelated businesses | 120    | Out of range. From 0 to 100. |

  Scenario: A dossier that is sent twice is recorded once
    Given the answers of dossier "trading" are entered
    When the dossier is recorded
    And the same form is sent again
    Then 1 decision is recorded
    And the officer is on the page of that decision

  Scenario: A file is looked through before it is recorded
    When the officer brings the file of dossier "state_owned"
    Then the provisional grade is N5
    And nothing is recorded
    When the officer records the file
    Then 1 decision is recorded

  Scenario: A file with a mistake is put right in the form
    Given the file of dossier "average_manufacturer" lacks the rating date
    When the officer brings the file
    Then the file is refused at "/rating_date"
    When the officer opens the file in the form
    And the officer fills in "Rating date" with "2026-11-01"
    Then the provisional grade is N4
