Feature: The decision as a paper for the file
  The committee decides with a paper before it, and the paper goes into the credit file. An auditor
  who finds it there years later must be able to tell whether the service gave it, and to prove that
  the decision on it was recorded.

  Background:
    Given a recorded decision on the family condiment maker

  Rule: The paper says what the page says

    Scenario Outline: In the language of the reader
      When the committee prints the decision in <language>
      Then the paper has 4 to 6 pages
      And it says "<grade>" and "<label>"

      Examples:
        | language | grade                      | label                        |
        | English  | N5 Acceptable with conditions | not a probability of default |
        | Chinese  | 有条件可接受               | 不是违约概率                 |

    Scenario: What the committee decided stands beside what was proposed
      Given the committee has overridden the grade to N6, for "The largest customer gave notice."
      When the committee prints the decision in English
      Then it says "the model proposed N5" and "The largest customer gave notice."

  Rule: The same record gives the same paper

    Scenario: Two officers print the same decision
      When the committee prints the decision in English
      And an auditor prints the decision in English at the command line
      Then both papers are the same, byte for byte
      And the log of the service has the SHA-256 of the paper

    Scenario: The auditor proves what is on the paper
      When the committee prints the decision in English
      Then the place and the hash on the paper are those of the decision in the ledger
