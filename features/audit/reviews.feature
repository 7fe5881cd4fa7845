Feature: The human decision
  A grade is a proposal. An officer decides: accepts it, overrides it, or sends it back for more
  evidence. Whoever audits the bank sees the model's grade beside the human one, who departed from
  it, why and how far, and that nobody bettered a grade alone.

  Background:
    Given the policy of records in force

  Rule: Down as far as the officer sees fit, with a reason

    Scenario: A worse grade holds at once
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" overrides it down to N8 for RISK_NOT_COVERED
      Then the human grade is N8 and the model's grade N5

    Scenario: No reason, no override
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" overrides it down to N8 without a reason
      Then the review is refused for missing_member at /reason, missing_member at /reason_code
      And nothing is added to the records

    Scenario: A colleague's worse grade is not undone without a reason
      Given a decision on "family_condiment_maker", graded N5
      When "zhang" overrides it down to N9 for NEW_ADVERSE_INFORMATION
      And "chen" accepts it
      Then the review is refused for missing_member at /reason
      And the human grade is N9 and the model's grade N5

  Rule: Up at most one grade, by two persons, never above a critical or knock-out cap

    Scenario: A second officer signs
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" overrides it up to N4 for MITIGANT_NOT_COVERED
      Then there is no human grade yet
      When "wang" countersigns
      Then the human grade is N4 and the model's grade N5

    Scenario: Nobody signs twice
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" overrides it up to N4 for MITIGANT_NOT_COVERED
      And "li.na" countersigns
      Then the review is refused for same_officer at /officer
      And there is no human grade yet

    Scenario: The second officer declines
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" overrides it up to N4 for MITIGANT_NOT_COVERED
      And "wang" declines
      Then there is no human grade yet

    Scenario: What was decided meanwhile is not undone by a late signature
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" overrides it up to N4 for MITIGANT_NOT_COVERED
      And "chen" overrides it down to N9 for NEW_ADVERSE_INFORMATION
      And "wang" countersigns
      Then the review comes too late
      And the human grade is N9 and the model's grade N5

    Scenario Outline: Beyond the limits
      Given a decision on "<dossier>", graded <grade>
      When "li.na" overrides it up to <to> for MITIGANT_NOT_COVERED
      Then the review is refused for grade_not_allowed at <pointer>

      Examples:
        | dossier                         | grade | to  | pointer |
        | family_condiment_maker          | N5    | N3  | /grade  |
        | polluting_dye_maker             | N7    | N6  | /grade  |
        | defaulter_with_false_statements | N10   | N9  | /grade  |
        | incomplete_dossier              | NR    | N9  | /action |

  Rule: What cannot be rated is accepted as such or referred back

    Scenario: Missing information never improves a grade
      Given a decision on "incomplete_dossier", graded NR
      When "li.na" refers it back for EVIDENCE_INCOMPLETE
      Then there is no human grade yet
      When "li.na" accepts it
      Then the human grade is NR and the model's grade NR

  Rule: Every review is a record of the ledger

    Scenario: The history is complete and in order
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" accepts it
      And "chen" overrides it down to N7 for EVIDENCE_DOUBTED
      Then the history tells accept by li.na, override_down by chen
      And each of them is a leaf of the ledger that names decision and policy

    Scenario: A corrected decision is reviewed no more
      Given a decision on "family_condiment_maker", graded N5
      And it was corrected by a newer one
      When "li.na" accepts it
      Then the review comes too late

  Rule: Departures are counted

    Scenario: By officer, by rule and by reason
      Given a decision on "polluting_dye_maker", graded N7
      When "chen" accepts it
      And "li.na" overrides it down to N9 for NEW_ADVERSE_INFORMATION
      Then the statistics by officer tell of li.na 1 review with the rate 1 and 2 grades down
      And the statistics by rule tell of ENV_RED 2 reviews with the rate 0.5 and 2 grades down
      And the statistics by reason tell of NEW_ADVERSE_INFORMATION 1 review with the rate 1 and 2 grades down

    Scenario: What was erased is counted as erased
      Given a decision on "family_condiment_maker", graded N5
      When "li.na" accepts it
      And the decision is erased on order
      Then the statistics tell of 0 reviews, and of 1 erased
