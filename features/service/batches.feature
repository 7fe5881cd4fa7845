Feature: Many dossiers at once
  Every night the loan system has its whole book rated anew. It sends the dossiers in one request,
  one a line, and fetches what came of them when they are done. It never counts what was decided
  twice, whatever happened in the night.

  Rule: A batch is taken whole or not at all

    Scenario: The loan system sends a batch
      When the loan system sends a batch of 3 dossiers
      Then it is told where to ask for it
      And the batch has 3 lines, of which 3 wait

    Scenario: The loan system sends a packed batch
      When the loan system sends a batch of 3 dossiers packed by gzip
      Then the batch has 3 lines, of which 3 wait

    Scenario Outline: A batch that cannot be taken
      When the loan system sends <what>
      Then it is told <code>
      And there is no batch

      Examples:
        | what                               | code                       |
        | a batch that breaks off            | 400 bad_gzip               |
        | something that is no gzip as gzip  | 400 bad_gzip               |
        | a batch with too many lines        | 413 batch_too_large        |
        | a little gzip that unpacks to much | 413 batch_too_large        |
        | an empty batch                     | 422 empty_batch            |
        | a batch as a web form              | 415 unsupported_media_type |

    Scenario: The answer was lost and the loan system tries again
      When the loan system sends a batch of 3 dossiers twice under the same key
      Then both times it is told the same
      And there is one batch

  Rule: Each line is decided on as if it came alone

    Scenario: Some dossiers have faults
      Given a batch of these lines:
        | line                                |
        | a dossier for LOS-1                 |
        |                                     |
        | something that is no JSON           |
        | a dossier for LOS-2 of no date    |
        | a line of more than 1 MiB           |
        | a dossier for LOS-3                 |
      When the batch is done
      Then the results are:
        | line | status | of               |
        | 1    | 201    | LOS-1            |
        | 3    | 400    | not_json         |
        | 4    | 422    | dossier_rejected |
        | 5    | 413    | body_too_large   |
        | 6    | 201    | LOS-3            |
      And the decision on LOS-1 is what it would be alone

    Scenario: The results are fetched while the batch is being done
      Given a batch of 5 dossiers of which 2 are done
      When the loan system fetches the results
      Then it has the results of lines 1 to 2 and is told where to go on
      When the batch is done
      And the loan system goes on
      Then it has the results of lines 3 to 5 and is told that there are no more

  Rule: Nothing is done twice, whatever happens

    Scenario: The process that does the batches is killed
      Given a batch of 60 dossiers
      When the process that does it is killed in the middle
      And another takes its place
      Then there is one decision on each of the 60

  Rule: Who waits for the batch is told when it is done

    Scenario: The loan system is called
      Given a batch of 2 dossiers with a webhook to the loan system
      When the batch is done
      Then the loan system was called once, with a signature that it can check
      And what it was told holds no word of any dossier

    Scenario: The loan system is down for a while
      Given a batch of 2 dossiers with a webhook to the loan system
      And the loan system is down
      When the batch is done
      Then the batch says that the loan system could not be told, and when it is tried again
      When the loan system is up again
      And the time for another attempt has come
      Then the loan system was called once, with a signature that it can check

    Scenario Outline: A webhook may not go everywhere
      When the loan system sends a batch with a webhook to <address>
      Then it is told 422 webhook_refused
      And there is no batch

      Examples:
        | address                     |
        | http://los.example/hook     |
        | https://127.0.0.1/hook      |
        | https://10.1.2.3/hook       |
        | https://[::ffff:10.1.2.3]/  |
        | https://169.254.169.254/    |
        | https://user:pw@los.example |

  Rule: A batch is its client's own

    Scenario: Another loan system asks for it
      Given a batch of 2 dossiers
      When another loan system asks for the batch
      Then it is told 404 batch_not_found
