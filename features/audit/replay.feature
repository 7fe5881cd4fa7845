Feature: Replaying a decision
  Years later the auditor takes nobody's word. From the record alone, the dossier and the rules as
  they were recorded, every decision is taken again. Either it comes out as it was, or the first
  place where it does not is named, with what is to blame; or it is said why nothing can be compared.

  Rule: What was decided comes out again

    Scenario Outline: By the rules of its own time
      Given a decision by the rules of version <version>
      When the auditor replays it
      Then it is reproduced

      Examples:
        | version |
        | 1.0.0   |
        | 1.1.0   |

    Scenario: Decisions by several versions of the rules, in one go
      Given a decision by the rules of version 1.0.0
      And a decision by the rules of version 1.1.0
      When the auditor replays all decisions
      Then all are reproduced
      And no byte of the archive has changed

    Scenario: Without the rules that are installed
      Given a decision by the rules of version 1.0.0
      And no rules are installed any more
      When the auditor replays it
      Then it is reproduced

    Scenario: Another version of the service alone is no divergence
      Given the service was of version 0.0.9
      And a decision by the rules of version 1.1.0
      When the auditor replays it
      Then it is reproduced
      And it is told that the service was of version 0.0.9

  Rule: What was changed since is found and named

    Scenario Outline: Somebody changed what was recorded, by hand
      Given a decision by the rules of version 1.1.0
      And somebody <did it>
      When the auditor replays it
      Then it diverged at the stage "input"
      And the element is "<element>"
      And the cause is "<cause>"

      Examples:
        | did it                            | element            | cause                |
        | improved a fact of the dossier    | /contents/dossier  | stored_input_damaged |
        | raised the grade that was told    | /contents/result   | stored_input_damaged |
        | raised the grade in the record    | /record            | stored_input_damaged |
        | took the dossier out              | /contents/dossier  | stored_input_damaged |
        | made a weight of the rules lower  | /ruleset/source    | ruleset_content      |

    Scenario: What the change would have come to is told as well
      Given a decision by the rules of version 1.1.0
      And somebody made a weight of the rules lower
      When the auditor replays it
      Then further on "/dimensions/REP/weight" was recorded as 22 and is now 21

    Scenario: A decision that somebody removed is missed
      Given a decision by the rules of version 1.1.0
      And somebody removed it
      When the auditor replays all decisions
      Then one diverged, because leaf 0 has no record

  Rule: A service that decides otherwise now is found out

    Scenario: The service of that time came to another grade
      Given the service was of version 0.0.9, and told the grade N4
      And a decision by the rules of version 1.1.0
      When the auditor replays it
      Then it diverged at the stage "grade"
      And the element is "/grade"
      And the cause is "service_version"

    Scenario: The same service came to another grade, and nothing explains it
      Given the service told the grade N4
      And a decision by the rules of version 1.1.0
      When the auditor replays it
      Then it diverged at the stage "grade"
      And the cause is "unexplained"

  Rule: What cannot be compared is never called reproduced

    Scenario: A decision that was erased on order
      Given a decision by the rules of version 1.1.0
      And it was erased on order
      When the auditor replays it
      Then it is incomparable, because it was "erased"
      And a certificate is named

    Scenario: A decision whose rules were not recorded
      Given a decision by the rules of version 1.1.0
      And the recorded rules are gone
      When the auditor replays it
      Then it is incomparable, because of "ruleset_not_stored"
