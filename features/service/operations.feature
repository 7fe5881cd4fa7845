Feature: Running the service
  Who runs the service learns from outside whether it can do its work, how well it does it, and what
  became of any one request; and never what a dossier says of a borrower.

  Background:
    Given the service runs in production, watched by a monitoring system

  Rule: It is ready as long as the next decision would be recorded

    Scenario: All is well
      When the load balancer asks whether it is ready
      Then it is ready, with its checks by name

    Scenario Outline: Something is amiss
      Given <trouble>
      When the load balancer asks whether it is ready
      Then it is not ready, because of <check>
      And it is told to ask again later
      And the answer names no file of the service
      But the log of the service says what is amiss with <check>

      Examples:
        | trouble                                    | check       |
        | another program holds the store locked     | store       |
        | the tree of the ledger was changed by hand | ledger      |
        | others can read the key that signs         | ledger_keys |
        | the last API key has expired               | api_keys    |

    Scenario: It is ready again by itself
      Given another program holds the store locked
      When the load balancer asks whether it is ready
      Then it is not ready, because of store
      When the other program lets the store go
      And the load balancer asks whether it is ready
      Then it is ready, with its checks by name

    Scenario: A service that is not ready is alive, and need not be started anew
      Given another program holds the store locked
      Then it answers that it is alive

  Rule: What it does is counted

    Scenario: The share of borrowers that could not be rated
      When a loan system sends 3 complete dossiers and 1 incomplete one
      Then the monitoring system sees 4 decisions, 1 of them not rated

    Scenario: A feed of data breaks off
      When a loan system sends 4 dossiers that lack "reputation.current_dpd"
      Then the monitoring system sees that "reputation.current_dpd" was unknown 4 times
      And that no fact of a person or a borrower is in what it sees

    Scenario: Dossiers that are refused
      When a loan system sends a dossier with a fault
      Then the monitoring system sees 1 problem "dossier_rejected"
      And the monitoring system sees 0 decisions, 0 of them not rated

    Scenario: Only a monitoring system sees the counts
      When a loan system asks for the counts
      Then it is forbidden

  Rule: A request is found again, and what it said is not

    Scenario: The loan system names its request
      When a loan system sends a dossier in a request that it calls "LOS-88101-1"
      Then the answer bears the name "LOS-88101-1"
      And one line of the log bears it, with the decision, the client and the time taken

    Scenario: A complaint is followed up
      When a loan system sends a dossier with a fault
      Then a line of the log has the instance of the problem that it got

    Scenario: The log could be given to anybody
      When a loan system sends a dossier about "Kanarienvogel Precision Ltd."
      And a loan system sends a dossier with a fault about "Kanarienvogel Precision Ltd."
      And a loan system looks for the borrower "Kanarienvogel Precision Ltd."
      Then the log has 3 requests
      And "Kanarienvogel" is nowhere in the log
