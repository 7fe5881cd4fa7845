Feature: One contract for whoever connects a system
  Who connects a loan system reads one document, has a client made of it, and meets nothing that
  the document does not tell.

  Background:
    Given the service runs in production

  Scenario: The contract is there before anybody has a key
    When an integrator fetches the contract without a key
    Then it is an OpenAPI 3.1 document
    And it says how a key is sent

  Scenario Outline: The contract says who may call what
    When an integrator looks up "<operation>"
    Then it says that the roles that may are <roles>

    Examples:
      | operation       | roles                        |
      | create_decision | originator, admin            |
      | replay_decision | auditor, admin               |
      | review_decision | committee, admin             |
      | metrics         | monitor, admin               |

  Scenario Outline: Every error is told in one form, and its page says what to do
    When a loan system sends <what>
    Then the answer is <status> "<code>", as the contract says of "<operation>"
    And the page of the code says what to do

    Examples:
      | what                         | status | code                   | operation       |
      | a dossier with a fault       | 422    | dossier_rejected       | create_decision |
      | a dossier that is no JSON    | 400    | not_json               | create_decision |
      | a dossier over 1 MiB         | 413    | body_too_large         | create_decision |
      | a dossier as a spreadsheet   | 415    | unsupported_media_type | create_decision |
      | a dossier without a key      | 401    | unauthenticated        | create_decision |
      | a question about no decision | 404    | decision_not_found     | read_decision   |
      | a misspelled filter          | 400    | bad_parameter          | list_decisions  |

  Scenario: The examples are real
    When an integrator sends the dossier that the contract shows
    Then the answer is the one that the contract shows, but for its decision_id

  Scenario: The page of the contract needs no other place
    When an integrator opens the page of the contract
    Then every file of it comes from the service
    And the browser is forbidden to fetch from anywhere else
