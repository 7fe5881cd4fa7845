Feature: Who may do what
  The bank's security office gives every system a key of its own, for what that system is to do and
  nothing else, and can take it away at any moment. What a system sees of others' business is
  nothing.

  Background:
    Given the service runs in production

  Rule: Nothing is done for whoever has no valid key

    Scenario Outline: A system without a valid key
      When a loan system sends a dossier with <what>
      Then it is told to prove who it is
      And nothing is recorded

      Examples:
        | what                  |
        | no key                |
        | a key nobody was given |
        | a key that expired    |
        | a key that was revoked |
        | a development key     |

    Scenario: What is told does not help to find keys
      When a loan system sends a dossier with a key that was revoked
      And a loan system sends a dossier with a key nobody was given
      Then both are told the same

  Rule: A key is for one role

    Scenario Outline: Each role does its own work
      Given a decision that "los-north" asked for
      And a key of the role "<role>"
      Then with it somebody <may> <do>

      Examples:
        | role       | may     | do                       |
        | originator | may     | take a decision          |
        | originator | may not | review the decision      |
        | originator | may not | replay the decision      |
        | committee  | may     | read the decision        |
        | committee  | may     | review the decision      |
        | committee  | may not | take a decision          |
        | committee  | may not | replay the decision      |
        | auditor    | may     | read the decision        |
        | auditor    | may     | replay the decision      |
        | auditor    | may     | have the decision proved |
        | auditor    | may not | take a decision          |
        | auditor    | may not | review the decision      |
        | policy     | may     | read the rulesets        |
        | policy     | may not | read the decision        |
        | policy     | may not | take a decision          |
        | monitor    | may     | read the metrics         |
        | monitor    | may not | read the decision        |
        | admin      | may     | take a decision          |
        | admin      | may     | review the decision      |
        | admin      | may     | replay the decision      |

    Scenario: A system that can only send a user name and a password
      When a loan system sends a dossier with its key as the password of HTTP Basic
      Then it has a decision

  Rule: A loan system sees its own decisions only

    Scenario: Another's decision is not there
      Given a decision that "los-north" asked for
      When "los-south" asks for it
      Then it is told that there is no such decision
      And its list of decisions is empty
      And "los-north" reads it as it was answered

  Rule: A key is changed without an interruption

    Scenario: Rotating a key
      Given a decision that "los-north" asked for
      When its key is rotated with 24 hours of overlap
      Then the old key and the new one are taken
      And the decision is its own with the new key
      And the old key is taken no more a day later

    Scenario: A key that leaked
      Given a decision that "los-north" asked for
      When its key is revoked
      Then the next request with it is told to prove who it is

  Rule: The record says who asked, and proves it

    Scenario: Whose decision it was, years later
      Given a decision that "los-north" asked for
      Then its record names "los-north" and the id of its key
      And neither the store nor its log of writing holds the key
