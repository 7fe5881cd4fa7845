Feature: The letter to the borrower
  A borrower who is refused, or offered less, is told why: the principal reasons, at most four, as
  sentences with their facts, dates and sources, in English and in Chinese. What was found stands
  apart from what was only not evidenced, and a suspicion is called one. Who left mandatory facts
  open is not refused but asked for them. A better grade needs no reasons. The lender names the
  rules that the letter follows; what it is fit for in law remains the lender's to judge.

  Scenario Outline: What kind of letter each worked borrower gets
    Given the borrower of dossier "<dossier>"
    When the data of a letter is prepared under "none"
    Then the letter is <kind> and names grade <grade>
    And it is dated 2026-11-01

    Examples:
      | dossier                         | kind       | grade |
      | strong_private_manufacturer     | none       | N1    |
      | average_manufacturer            | none       | N4    |
      | family_condiment_maker          | adverse    | N5    |
      | software_start_up               | adverse    | N5    |
      | listed_pharma                   | adverse    | N6    |
      | polluting_dye_maker             | adverse    | N7    |
      | defaulter_with_false_statements | adverse    | N10   |
      | incomplete_dossier              | incomplete | NR    |

  Scenario: A borrower in default learns the gravest reasons, and that there are more
    Given the borrower of dossier "defaulter_with_false_statements"
    When the data of a letter is prepared under "none"
    Then it tells the reasons NON_PERFORMING, PAST_DUE_OVER_90, PAST_NON_PERFORMING, ADVANCE_OUTSTANDING
    And it tells as not evidenced none
    And it says that there are further reasons
    And of PAST_DUE_OVER_90 it says "Payments more than 90 days past due."
    And of PAST_DUE_OVER_90 it says "Current days past due: 124 days (third party, 20 October 2026)"
    And of PAST_DUE_OVER_90 it says "逾期超过90天。"
    And of PAST_DUE_OVER_90 it says "当前逾期天数：124天（第三方，2026年10月20日）"

  Scenario: A suspicion is not told as a fact
    Given the borrower of dossier "listed_pharma"
    When the data of a letter is prepared under "none"
    Then of DISCLOSURE_NOT_RELIABLE it says "a suspicion, which is not an established fact"
    And of DISCLOSURE_NOT_RELIABLE it says "嫌疑，并非已经证实的事实"

  Scenario: A weak dimension is told by the conduct behind it
    Given the borrower of dossier "family_condiment_maker"
    When the data of a letter is prepared under "none"
    Then of GOV weak it says "No succession plan"
    And of GOV weak it says "无接班计划"

  Scenario: What was not evidenced is told apart, and asked for
    Given the borrower of dossier "software_start_up"
    But its "Experience of an industry downturn" is not known
    When the data of a letter is prepared under "none"
    Then it tells the reasons UNPROVEN_BORROWER, THIN_CREDIT_FILE, START_UP
    And it tells as not evidenced UNTESTED_MANAGEMENT
    And of UNTESTED_MANAGEMENT it says "For want of usable evidence it could not be ruled out"
    And of UNTESTED_MANAGEMENT it says "Experience of an industry downturn: not known (not in the dossier)"
    And it asks for these facts
      | fact                               | needed for a grade |
      | Experience of an industry downturn | no                 |

  Scenario: Evidence that is too old is asked for anew
    Given the borrower of dossier "average_manufacturer"
    But its "Environmental credit class" was established by the environment agency
    And its "Environmental credit class" was established on 2026-06-01
    When the data of a letter is prepared under "none"
    Then the letter is incomplete and names grade NR
    And it asks for these facts
      | fact                       | needed for a grade |
      | Environmental credit class | yes                |
    And it asks for "Environmental credit class" because it is stale

  Scenario Outline: An incomplete dossier is no refusal
    Given the borrower of dossier "incomplete_dossier"
    When the data of a letter is prepared under "<regime>"
    Then it tells the reasons none
    And it states "not a denial"
    And it states "不是拒绝"
    And it asks for these facts
      | fact                                       | needed for a grade |
      | Ultimate beneficial owner identified       | yes                |
      | Current days past due                      | yes                |
      | Worst current five-tier class              | yes                |
      | Worst class of settled loans, last 5 years | yes                |
      | Environmental credit class                 | yes                |
      | Length of credit history                   | no                 |
      | Overdue episodes, last 24 months           | no                 |
      | On-time delivery rate                      | no                 |
      | Customer retention by value                | no                 |
      | Sales return rate                          | no                 |

    Examples:
      | regime   |
      | none     |
      | us_reg_b |

  Scenario: Under Regulation B each reason has the nearest sample reason of the form
    Given the borrower of dossier "defaulter_with_false_statements"
    When the data of a letter is prepared under "us_reg_b"
    Then the sample reasons are
      | reason              | sample reason                                             |
      | NON_PERFORMING      | Delinquent past or present credit obligations with others |
      | PAST_DUE_OVER_90    | Delinquent past or present credit obligations with others |
      | PAST_NON_PERFORMING | Delinquent past or present credit obligations with others |
      | ADVANCE_OUTSTANDING | Delinquent past or present credit obligations with others |
    And it states "12 CFR 1002.9"
    And it states "for the creditor to determine"

  Scenario: Under Regulation B an incomplete dossier has the sample reason for it
    Given the borrower of dossier "incomplete_dossier"
    When the data of a letter is prepared under "us_reg_b"
    Then the sample reasons are
      | reason                 | sample reason                 |
      | APPLICATION_INCOMPLETE | Credit application incomplete |

  Scenario: Without a regime there is no form to follow
    Given the borrower of dossier "defaulter_with_false_statements"
    When the data of a letter is prepared under "none"
    Then no reason has a sample reason

  Scenario: Rules that the bank does not know cannot be followed
    Given the borrower of dossier "polluting_dye_maker"
    When the data of a letter is prepared under "mars"
    Then the letter is refused, as the regimes known are none, us_reg_b

  Scenario Outline: No letter speaks of a score, and none rests on education alone
    Given the borrower of dossier "<dossier>"
    But its "Qualified share of the management team" is 5
    When the data of a letter is prepared under "none"
    Then it gives a reason other than education
    And no sentence speaks of a score

    Examples:
      | dossier                         |
      | family_condiment_maker          |
      | software_start_up               |
      | listed_pharma                   |
      | polluting_dye_maker             |
      | defaulter_with_false_statements |
