Feature: Sending a request again
  My connection to the rating service breaks now and then, and my users press buttons twice. I want
  to send a request again without asking myself whether the first one arrived.

  Rule: With the same Idempotency-Key I get the same answer, and there is one decision

    Scenario: I got no answer and try again
      Given I sent the dossier "family_condiment_maker" with the key "A-1" and got no answer
      When I send the dossier "family_condiment_maker" with the key "A-1"
      Then I get the decision that was taken the first time
      And the answer says that it was given before
      And one decision is recorded

    Scenario: I try again after the service was started anew
      Given I sent the dossier "family_condiment_maker" with the key "A-1"
      And the service was started anew
      When I send the dossier "family_condiment_maker" with the key "A-1"
      Then I get the decision that was taken the first time
      And one decision is recorded

    Scenario: A reviewer's screen sends the review again
      Given I sent the dossier "family_condiment_maker" with the key "A-1"
      When a reviewer's screen sends the same review twice with the key "R-1"
      Then both times it is told of one review
      And one review is recorded

    Scenario: I correct a decision and try that again
      Given I sent the dossier "family_condiment_maker" with the key "A-1"
      When I send its correction twice with the key "A-2"
      Then both times I am told of one correction

  Rule: A key stands for one request

    Scenario Outline: I use a key again for something else
      Given I sent the dossier "family_condiment_maker" with the key "A-1"
      When I send <what> with the key "A-1"
      Then I am refused with 422 "idempotency_key_reused"
      And one decision is recorded

      Examples:
        | what                                    |
        | the dossier "trading"                   |
        | the same dossier with other line breaks |
        | a correction of it                      |

    Scenario: My request had a fault
      Given I sent a dossier without a rating date with the key "A-1"
      And I was refused with 422 "dossier_rejected"
      When I send the dossier "family_condiment_maker" with the key "A-1"
      Then a decision is taken

    Scenario: Another loan system happens to use my key
      Given I sent the dossier "family_condiment_maker" with the key "A-1"
      When another loan system sends the dossier "trading" with the key "A-1"
      Then a decision is taken

    Scenario: A day later the key is free again
      Given I sent the dossier "family_condiment_maker" with the key "A-1"
      And a day and a minute went by
      When I send the dossier "trading" with the key "A-1"
      Then a decision is taken

  Rule: Without a key I am warned

    Scenario: A button was pressed twice
      Given I sent the dossier "family_condiment_maker"
      When I send the dossier "family_condiment_maker"
      Then a decision is taken
      And the answer warns that it likely repeats the first decision
      And an auditor's replay gives the same answer, warning included

    Scenario Outline: I am not warned without reason
      Given I sent the dossier "family_condiment_maker"
      And <before>
      When I send the dossier "<dossier>"
      Then a decision is taken
      And the answer does not warn of a repeat

      Examples:
        | before                     | dossier                |
        | nothing else happened      | trading                |
        | a day and a minute went by | family_condiment_maker |
