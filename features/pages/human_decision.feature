Feature: The human decision, on the page
  The committee decides on a proposed grade on its page. The page offers what the rules leave open
  and nothing else, never hides the model's grade behind the human one, and records what was
  decided once, under the name of who signed in.

  Rule: The model's grade and the human one stand side by side

    Scenario: Nobody has decided yet
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" opens the page of the human decision
      Then it shows the model's grade N5 and no human grade

    Scenario: The proposal is accepted
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" accepts it on the page
      Then it shows the model's grade N5 and the human grade N5
      And the history tells "li.na accepted N5"

    Scenario: A worse grade, with a reason
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" overrides it down to N8 on the page
      Then it shows the model's grade N5 and the human grade N8
      And the history tells "One customer buys it all."

    Scenario: More evidence is asked for
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" accepts it on the page
      And "wang" refers it back on the page
      Then it shows the model's grade N5 and no human grade

  Rule: Only what the rules leave open is offered

    Scenario Outline: The grades that are open
      Given the decision on "<dossier>", graded <grade>, before the committee
      When "li.na" opens the page of the human decision
      Then she can override it down to <worse>
      And she can override it up to <better>

      Examples:
        | dossier                         | grade | worse                | better  |
        | family_condiment_maker          | N5    | N6, N7, N8, N9, N10  | N4      |
        | polluting_dye_maker             | N7    | N8, N9, N10          | nothing |
        | defaulter_with_false_statements | N10   | nothing              | nothing |
        | incomplete_dossier              | NR    | nothing              | nothing |

    Scenario: Who only reads is offered nothing
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "m.chen", who brought the borrower, opens the page of the human decision
      Then it shows the model's grade N5 and no human grade
      And nothing can be decided there

  Rule: A better grade needs a second person

    Scenario: Another member countersigns
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" overrides it up to N4 on the page
      Then it shows the model's grade N5 and no human grade
      And "li.na" is told that another must countersign, and can only withdraw
      When "wang" countersigns on the page
      Then it shows the model's grade N5 and the human grade N4

    Scenario: Another member declines
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" overrides it up to N4 on the page
      And "wang" declines on the page
      Then it shows the model's grade N5 and no human grade
      And the history tells "wang declined the override of li.na"

  Rule: What cannot be recorded is told, and nothing that was written is lost

    Scenario: No reason, no override
      Given the decision on "family_condiment_maker", graded N5, before the committee
      When "li.na" overrides it down to N8 without saying why
      Then the page tells at the field "Say why in your own words."
      And nothing was recorded

    Scenario: Another was quicker
      Given the decision on "family_condiment_maker", graded N5, before the committee
      And "li.na" has the page open
      When "zhang" overrides it down to N9 on the page
      And "li.na" refers it back on the page that she has open
      Then the page tells that another was quicker, and shows N9 as the human grade
      And only "zhang" has decided
      When "li.na" sends what she wrote once more
      Then it shows the model's grade N5 and no human grade

    Scenario: A double click
      Given the decision on "family_condiment_maker", graded N5, before the committee
      And "li.na" has the page open
      When "li.na" refers it back by a double click
      Then one decision is recorded
