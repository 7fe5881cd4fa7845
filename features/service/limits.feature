Feature: Limits and time-outs
  A loan-origination system waits 30 seconds, trusts status codes and does not try again by itself.
  So nobody may hold it up: no client that sends too much or too slowly, no engine that hangs, no
  stop of the service. Whatever goes wrong, it gets a clean answer that says whether to try again.

  Rule: What is too large or too slow is refused, and held against nobody else

    Scenario Outline: A request beyond its limits
      Given the service gives a request 1 second to arrive
      When a client sends <what>
      Then it is told <status> "<code>", and its connection ends
      And a loan system gets a decision as ever

      Examples:
        | what                               | status | code              |
        | half a dossier and stops           | 408    | request_timeout   |
        | a dossier of 2 MiB                 | 413    | body_too_large    |
        | an address of 9,000 characters     | 414    | uri_too_long      |
        | 200 header fields                  | 431    | headers_too_large |
        | what is no request at all          | 400    | bad_request       |

    Scenario: Hundreds of clients that send a byte now and then
      Given 200 clients that send a byte now and then
      Then a loan system gets 20 decisions as ever

  Rule: A system makes no more requests than its key may

    Scenario: A system that runs wild
      Given a key may make 1 request a second, and 5 at once
      When a loan system asks 30 times at once
      Then at least 5 are answered
      And the others are told 429 "too_many_requests" and when to come back

  Rule: A failure is clean, and the request can be sent again

    Scenario: An engine that hangs
      Given the service ends a worker that hangs for 2 seconds
      When a loan system sends a dossier over which the engine hangs, under an idempotency key
      Then it is told 503 "worker_ended" and when to come back
      And a loan system gets a decision as ever

    Scenario: Another system waits behind the one whose engine hangs
      Given the service ends a worker that hangs for 2 seconds
      And a loan system that has a connection to the only worker
      When another sends a dossier over which the engine hangs, and then it asks too
      Then both are told 503 "worker_ended" and when to come back

  Rule: A stop and a replacement lose nothing

    Scenario: The service is stopped while it computes
      Given a loan system has sent a dossier that is being rated
      When the service is stopped
      Then the loan system still gets its decision

    Scenario: Workers are replaced after some requests
      Given a worker is replaced after 10 requests, or up to 5 more
      When a loan system asks 100 times
      Then every request is answered
