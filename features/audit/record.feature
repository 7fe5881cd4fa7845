Feature: The record of a decision
  Years later an auditor asks what was decided, on what, by which rules, for whom and when. Every
  answer is recorded before it leaves, with all that it depends on, and stays as it was.

  Rule: No answer leaves before its record is stored

    Scenario: What the client was told is what is recorded
      When the loan system "los-2" sends the dossier "family_condiment_maker"
      Then the answer is recorded byte for byte
      And the record names the client "los-2" and the key that proved it
      And the record is the last leaf of the ledger

    Scenario: A dossier with faults leaves no trace
      When the loan system "los-2" sends a dossier without a rating date
      Then nothing is recorded

  Rule: A record holds all that the decision depends on

    Scenario Outline: What an auditor finds in it
      When the loan system "los-2" sends the dossier "family_condiment_maker"
      Then the record holds <what>

      Examples:
        | what                                                  |
        | the dossier as it was received, and its digest        |
        | the facts as they were read, and their digest         |
        | the result with its trace, and its digest             |
        | the ruleset itself, and its digest                    |
        | the versions of the service, the engine and libraries |
        | the application's reference                           |

  Rule: Nothing stored is changed

    Scenario Outline: Somebody changes it in the database
      Given a recorded decision on "family_condiment_maker"
      When somebody tries to <change> in the database
      Then the database refuses

      Examples:
        | change                      |
        | better the grade            |
        | change the record           |
        | remove the record           |
        | remove the dossier          |
        | put another in its place    |
        | change a leaf of the ledger |
        | change the ruleset          |

    Scenario: A mistake is corrected by another decision, which points back
      Given a recorded decision on "family_condiment_maker"
      When it is corrected by a decision on "average_manufacturer"
      Then the new decision names the one that it corrects
      And the first is given back as it was answered
      And the first is known to be corrected by the new one
