Feature: Bad input
  A dossier with faults is refused as a whole. Every fault is named at once, each with a code, the
  place (a JSON pointer) and a sentence; nothing is rated and nothing recorded.

  Scenario Outline: A body that is no dossier at all
    Given a body that is <body>
    When the dossier is sent
    Then it is refused with <code> at the root
    And nothing is recorded

    Examples:
      | body                             | code            |
      | empty                            | not_json        |
      | not JSON                         | not_json        |
      | cut off in the middle            | not_json        |
      | two dossiers one after the other | not_json        |
      | JSON with a comment              | not_json        |
      | a list                           | wrong_type      |
      | a text                           | wrong_type      |
      | null                             | wrong_type      |
      | in GB 18030 and not in UTF-8     | not_utf8        |
      | cut off inside a character       | not_utf8        |
      | in UTF-16                        | not_utf8        |
      | marked by a byte order mark      | byte_order_mark |
      | nested 33 deep                   | too_deep        |
      | nested a million deep            | too_deep        |
      | one byte over 1 MiB              | body_too_large  |

  Scenario Outline: Bodies at the limits are still read
    Given a body that is <body>
    When the dossier is sent
    Then it is not refused with <code>

    Examples:
      | body           | code           |
      | nested 32 deep | too_deep       |
      | 1 MiB exactly  | body_too_large |

  Scenario Outline: A member that is wrong
    Given an ordinary clean borrower
    But its dossier has <value> at <pointer>
    When the dossier is sent
    Then it is refused with <code> at <pointer>
    And nothing is recorded

    Examples: a number that is none, or too fine, or too large
      | pointer                      | value        | code                |
      | /history/name_changes_5y     | NaN          | not_finite          |
      | /history/name_changes_5y     | Infinity     | not_finite          |
      | /history/name_changes_5y     | -Infinity    | not_finite          |
      | /history/name_changes_5y     | 1.5          | not_whole           |
      | /reputation/current_dpd      | 30.0001      | not_whole           |
      | /production/capacity_use_pct | 75.00001     | too_many_decimals   |
      | /production/capacity_use_pct | 1e-5         | too_many_decimals   |
      | /production/capacity_use_pct | 1e-999999999 | too_many_decimals   |
      | /history/years_operating     | 1e999999999  | number_out_of_range |
      | /history/years_operating     | 100000000000 | number_out_of_range |

    Examples: a number outside its range
      | pointer                         | value     | code         |
      | /production/capacity_use_pct    | 100.0001  | out_of_range |
      | /production/capacity_use_pct    | -0.0001   | out_of_range |
      | /supply/price_vs_market_pct     | -100.0001 | out_of_range |
      | /supply/price_vs_market_pct     | 200.0001  | out_of_range |
      | /performance/market_rank        | 0         | out_of_range |
      | /management/skill_areas_covered | 5         | out_of_range |
      | /history/name_changes_5y        | -1        | out_of_range |
      | /reputation/current_dpd         | 10000     | out_of_range |

    Examples: a value of another type
      | pointer                  | value    | code       |
      | /history/name_changes_5y | "1"      | wrong_type |
      | /history/name_changes_5y | true     | wrong_type |
      | /history/name_changes_5y | [1]      | wrong_type |
      | /history/name_changes_5y | null     | wrong_type |
      | /reputation/tax_arrears  | "false"  | wrong_type |
      | /reputation/tax_arrears  | 0        | wrong_type |
      | /reputation/tax_class    | 1        | wrong_type |
      | /history                 | "long"   | wrong_type |
      | /history                 | []       | wrong_type |
      | /rating_date             | 20261101 | wrong_type |
      | /borrower/former_names   | {}       | wrong_type |

    Examples: a word that is none of the known
      | pointer                   | value        | code          |
      | /reputation/tax_class     | "a"          | unknown_value |
      | /reputation/tax_class     | "E"          | unknown_value |
      | /governance/audit_opinion | "unqualifed" | unknown_value |
      | /borrower/country         | "CHN"        | unknown_value |
      | /evidence_defaults/source | "hearsay"    | unknown_value |

    Examples: a date that is none, or after the rating date
      | pointer                        | value        | code         |
      | /rating_date                   | "01.11.2026" | bad_date     |
      | /rating_date                   | "2026-02-29" | bad_date     |
      | /rating_date                   | "0999-12-31" | out_of_range |
      | /evidence_defaults/as_of       | "2026-11-02" | future_date  |
      | /evidence_defaults/obtained_on | "2026-11-02" | future_date  |
      | /borrower/incorporated_on      | "2026-11-02" | future_date  |

    Examples: a text that is none
      | pointer                    | value                 | code              |
      | /borrower/legal_name       | ""                    | empty_text        |
      | /borrower/legal_name       | "  "                  | empty_text        |
      | /borrower/legal_name       | "A\u0000B"            | control_character |
      | /borrower/legal_name       | "A\u001b[31mB"        | control_character |
      | /borrower/legal_name       | "A\u000aB"                | control_character |
      | /borrower/legal_name       | "A\ud800B"            | lone_surrogate    |
      | /borrower/legal_name       | "A\udc00B"            | lone_surrogate    |
      | /borrower/legal_name       | "Cafe\u0301 Ltd"      | not_nfc           |
      | /dossier_id                | "D 2026"              | bad_format        |
      | /currency                  | "RMB¥"                | bad_format        |
      | /borrower/industry/gbt4754 | "Z99"                 | bad_format        |
      | /borrower/identifiers/uscc | "91350100M000100Y4"   | bad_identifier    |
      | /borrower/identifiers/uscc | "91350100M000100Y431" | bad_identifier    |
      | /borrower/identifiers/uscc | "91350100I000100Y43"  | bad_identifier    |
      | /borrower/identifiers/uscc | "91350100m000100y43"  | bad_identifier    |
      | /borrower/identifiers/lei  | "7ZW8QJWVPR4P1S5PX08" | bad_identifier    |

    Examples: a member that does not belong
      | pointer                    | value       | code              |
      | /history/name_changes      | 1           | unknown_member    |
      | /histroy                   | {}          | unknown_member    |
      | /remarks                   | "fine firm" | unknown_member    |
      | /management/age            | 61          | prohibited_member |
      | /management/sex            | "f"         | prohibited_member |
      | /management/Gender         | "m"         | prohibited_member |
      | /management/ethnicity      | "Han"       | prohibited_member |
      | /management/religion       | "none"      | prohibited_member |
      | /management/marital_status | "married"   | prohibited_member |
      | /shareholders/nationality  | "CN"        | prohibited_member |
      | /borrower/health           | "good"      | prohibited_member |

    Examples: a text over its limit, in characters
      | pointer                     | value                       | code           |
      | /borrower/legal_name        | a text of 201 characters    | too_long       |
      | /governance/board_appraisal | a text of 2001 characters   | too_long       |
      | /borrower/former_names      | a list of 1001 former names | too_many_items |

  Scenario Outline: What is just within the limits
    Given an ordinary clean borrower
    But its dossier has <value> at <pointer>
    When the dossier is sent
    Then it is accepted

    Examples:
      | pointer                      | value                     |
      | /borrower/legal_name         | a text of 200 characters  |
      | /governance/board_appraisal  | a text of 2000 characters |
      | /production/capacity_use_pct | 99.9999                   |
      | /production/capacity_use_pct | 1e2                       |
      | /performance/market_rank     | 9999                      |
      | /reputation/current_dpd      | 9999                      |
      | /borrower/legal_name         | "北岭精密机床有限公司"    |

  Scenario Outline: A member that is left out
    Given an ordinary clean borrower
    But its dossier has nothing at <pointer>
    When the dossier is sent
    Then it is refused with missing_member at <pointer>
    And nothing is recorded

    Examples:
      | pointer                    |
      | /dossier_id                |
      | /application_ref           |
      | /rating_date               |
      | /currency                  |
      | /borrower                  |
      | /borrower/legal_name       |
      | /borrower/country          |
      | /borrower/incorporated_on  |
      | /borrower/industry         |
      | /borrower/identifiers/uscc |

  Scenario Outline: An envelope that is wrong
    Given an ordinary clean borrower
    But its dossier has <value> at /history/name_changes_5y
    When the dossier is sent
    Then it is refused with <code> at <pointer>

    Examples:
      | value                                                        | code              | pointer                              |
      | {"value": 0, "as_of": "2026-11-02"}                          | future_date       | /history/name_changes_5y/as_of       |
      | {"value": 0, "obtained_on": "2026-11-02"}                    | future_date       | /history/name_changes_5y/obtained_on |
      | {"value": 0, "source": "rumour"}                             | unknown_value     | /history/name_changes_5y/source      |
      | {"value": 0, "status": "unknown"}                            | unknown_value     | /history/name_changes_5y/status      |
      | {"value": 0.5}                                               | not_whole         | /history/name_changes_5y/value       |
      | {"value": 0, "sauce": "court"}                               | unknown_member    | /history/name_changes_5y/sauce       |
      | {"source": "court"}                                          | missing_member    | /history/name_changes_5y/value       |
      | {"status": "not_assessed"}                                   | missing_member    | /history/name_changes_5y/reason      |
      | {"status": "not_assessed", "reason": "no reply", "value": 0} | value_not_allowed | /history/name_changes_5y/value       |

  Scenario Outline: The nearest known name or word is suggested
    Given an ordinary clean borrower
    But its dossier has <value> at <pointer>
    When the dossier is sent
    Then it is refused with <code> at <pointer>
    And the sentence asks: did you mean "<suggestion>"?

    Examples:
      | pointer                       | value          | code           | suggestion     |
      | /histroy                      | {}             | unknown_member | history        |
      | /history/licence_stauts       | "all_held"     | unknown_member | licence_status |
      | /reputation/curent_dpd        | 0              | unknown_member | current_dpd    |
      | /governance/audit_opinion     | "unqualifed"   | unknown_value  | unqualified    |
      | /reputation/five_tier_current | "sub-standard" | unknown_value  | substandard    |

  Scenario: A member given twice
    Given an ordinary clean borrower
    But its dossier gives the member /history/name_changes_5y twice
    When the dossier is sent
    Then it is refused with duplicate_member at /history/name_changes_5y
    And nothing is recorded

  Scenario Outline: Years that contradict the date of incorporation by more than one
    Given an ordinary clean borrower
    But its dossier has <years> at /history/years_operating
    And it was incorporated on <incorporated on>
    When the dossier is sent
    Then it is <answer>

    Examples:
      | years  | incorporated on | answer                                                 |
      | 7      | 2019-11-01      | accepted                                               |
      | 8      | 2019-11-01      | accepted                                               |
      | 6      | 2019-11-01      | accepted                                               |
      | 8.0001 | 2019-11-01      | refused with contradiction at /history/years_operating |
      | 5.9999 | 2019-11-01      | refused with contradiction at /history/years_operating |
      | 30     | 2019-11-01      | refused with contradiction at /history/years_operating |

  Scenario: A contradiction names both of its sides
    Given an ordinary clean borrower
    But its dossier has 30 at /history/years_operating
    When the dossier is sent
    Then it is refused with contradiction at /history/years_operating
    And the sentence names /history/years_operating
    And the sentence names /borrower/incorporated_on

  Scenario Outline: Name changes that contradict the list of former names
    Names borne until 5 years before the rating date count, older ones do not.
    Given an ordinary clean borrower
    But its dossier has <former names> at /borrower/former_names
    And its dossier has <changes> at /history/name_changes_5y
    When the dossier is sent
    Then it is <answer>

    Examples:
      | former names                                                                       | changes | answer                                                 |
      | []                                                                                 | 0       | accepted                                               |
      | [{"name": "Old", "until": "2021-11-01"}]                                           | 1       | accepted                                               |
      | [{"name": "Old", "until": "2021-10-31"}]                                           | 0       | accepted                                               |
      | [{"name": "Old", "until": "2021-10-31"}]                                           | 1       | refused with contradiction at /history/name_changes_5y |
      | [{"name": "Old", "until": "2021-11-01"}]                                           | 0       | refused with contradiction at /history/name_changes_5y |
      | [{"name": "Old", "until": "2022-03-31"}, {"name": "Older", "until": "2021-12-31"}] | 2       | accepted                                               |
      | [{"name": "Old", "until": "2022-03-31"}, {"name": "Older", "until": "2021-12-31"}] | 1       | refused with contradiction at /history/name_changes_5y |
      | []                                                                                 | 1       | refused with contradiction at /history/name_changes_5y |

  Scenario Outline: An identifier with a wrong check digit is a warning only
    Given an ordinary clean borrower
    But its dossier has <code> at <pointer>
    When the borrower is rated
    Then its grade is N4
    And the warnings are <warnings>

    Examples:
      | pointer                    | code                   | warnings                                  |
      | /borrower/identifiers/uscc | "91350100M000100Y43"   | none                                      |
      | /borrower/identifiers/uscc | "91110000101623741K"   | none                                      |
      | /borrower/identifiers/uscc | "911101066976941872"   | none                                      |
      | /borrower/identifiers/uscc | "9132059448D6YJPQR0"   | none                                      |
      | /borrower/identifiers/uscc | "91350100M000100Y44"   | check_digit at /borrower/identifiers/uscc |
      | /borrower/identifiers/lei  | "7ZW8QJWVPR4P1S5PX088" | none                                      |
      | /borrower/identifiers/lei  | "7H6GLXDRUGQFU57RNE97" | none                                      |
      | /borrower/identifiers/lei  | "7ZW8QJWVPR4P1S5PX089" | check_digit at /borrower/identifiers/lei  |

  Scenario: Every fault is named at once
    Given an ordinary clean borrower
    But its dossier has "Z" at /reputation/tax_class
    And its dossier has 1.5 at /history/name_changes_5y
    And its dossier has 101 at /production/capacity_use_pct
    And its dossier has "yes" at /reputation/tax_arrears
    And its dossier has 61 at /management/age
    And its dossier has 0 at /history/name_change
    And its dossier has "2026-13-01" at /evidence_defaults/as_of
    And its dossier has nothing at /currency
    When the dossier is sent
    Then it is refused with these faults and no others
      | /currency                    | missing_member    |
      | /evidence_defaults/as_of     | bad_date          |
      | /history/name_change         | unknown_member    |
      | /history/name_changes_5y     | not_whole         |
      | /management/age              | prohibited_member |
      | /production/capacity_use_pct | out_of_range      |
      | /reputation/tax_arrears      | wrong_type        |
      | /reputation/tax_class        | unknown_value     |
    And nothing is recorded
