Feature: Reading the rules
  Whoever signs in can read by what rules decisions are taken: what each test asks of which fact, by
  which clause of the credit manual, and what a new version of the rules changed.

  Background:
    Given a policy officer has signed in

  Scenario: What a test asks
    When he opens the tests of "Reputation and repayment" of version 1.1.0
    Then "Payments more than 90 days past due" is found when "Current days past due" is "above 90 days"
    And it costs 6 points and caps the grade at N10
    And it rests on the clause RP-5.1-b

  Scenario: Which tests implement a clause
    When he opens the clause catalogue of version 1.1.0
    Then the clause CH-1.1-a is implemented by HIS-01, HIS-02, HIS-08
    And 27 clauses are implemented by no test

  Scenario: What a new version changed
    When he compares version 1.0.0 with version 1.1.0
    Then nothing that a grade may rest on was changed
    And "months until review: N5" was added

  Scenario: What a draft would change
    Given a draft of version 1.2.0 in which "Payments 1 to 30 days past due" begins at 3 days
    And in which the weight of "Reputation and repayment" in trading is 22 instead of 24
    When he compares version 1.1.0 with version 1.2.0
    Then a grade may rest on 3 changes
    And the condition of "Payments 1 to 30 days past due" was "from 1 day to 30 days" and is "from 3 days to 30 days"
    And "weights: trading / REP" was "24" and is "22"

  Scenario: Finding a rule by its title
    When he looks for "succession" in version 1.1.0
    Then the finding "No succession plan" is found

  Scenario: In Chinese
    When he opens the tests of "Reputation and repayment" of version 1.1.0 in Chinese
    Then the page says "逾期超过90天"
