Feature: Determinism
  The same dossier under the same rules gives the same answer, byte for byte, with its trace:
  however its members are ordered, however often and wherever it is rated.

  Scenario Outline: The order of members is of no account
    Given the borrower of dossier "<dossier>"
    When it is rated as written and with its members <ordered>
    Then the answers are the same, byte for byte

    Examples:
      | dossier                         | ordered            |
      | strong_private_manufacturer     | in reverse         |
      | strong_private_manufacturer     | by name            |
      | strong_private_manufacturer     | by name, backwards |
      | defaulter_with_false_statements | in reverse         |
      | defaulter_with_false_statements | by name            |
      | incomplete_dossier              | in reverse         |
      | state_owned                     | in reverse         |
      | state_owned                     | by name            |
      | trading                         | in reverse         |

  Scenario Outline: Space between members and the spelling of numbers and texts are of no account
    Given the borrower of dossier "average_manufacturer"
    When it is rated as written and with <other spelling>
    Then the answers are the same, byte for byte

    Examples:
      | other spelling                                |
      | no space at all                               |
      | a blank line after each member                |
      | every text escaped                            |
      | 7.0 for 7 at /history/years_operating         |
      | 7.0000 for 7 at /history/years_operating      |
      | 70e-1 for 7 at /history/years_operating       |
      | 0.7E+1 for 7 at /history/years_operating      |
      | 80e-2 for 0.8 at /supply/incoming_reject_pct  |
      | 0.8000 for 0.8 at /supply/incoming_reject_pct |
      | -0 for 0 at /performance/growth_gap_pp        |

  Scenario: A difference in meaning makes another digest
    Given the borrower of dossier "average_manufacturer"
    When it is rated as written and with 7.1 for 7 at /history/years_operating
    Then the dossier digests differ

  Scenario Outline: Rating again gives the same answer
    Given the borrower of dossier "<dossier>"
    When it is rated 50 times, each time after another borrower
    Then the answers are the same, byte for byte

    Examples:
      | dossier                         |
      | strong_private_manufacturer     |
      | defaulter_with_false_statements |
      | incomplete_dossier              |

  Scenario Outline: Another process, hash seed, time zone or locale gives the same answers
    Given the dossiers kept as examples
    When they are rated in a process of its own with hash seed <seed>, time zone <zone> and locale <locale>
    Then the answers are the same as in this process, byte for byte

    Examples:
      | seed       | zone             | locale      |
      | 0          | UTC              | C           |
      | 1          | Asia/Shanghai    | zh_CN.UTF-8 |
      | 4294967295 | America/New_York | de_DE.UTF-8 |
