Feature: What the committee asks for, and when it looks again
  Findings and patterns ask for conditions precedent, which are met before drawdown; for covenants,
  which are kept afterwards; and for answers. What is not known and costs something is asked for
  too: first what a grade waits for, then by the loss that knowing it could avoid. The next review
  follows from the grade; a knock-out does not wait for it.

  Rule: What is asked for follows from findings and patterns

    Scenario: The condiment maker
      Given the borrower of dossier "family_condiment_maker"
      When the borrower is rated
      And it is asked what to ask for
      Then the conditions precedent are
        | what                                                     | because of                      |
        | Key-person insurance assigned to the bank                | KEY_PERSON_RISK, SINGLE_MANAGER |
        | Owner guarantee                                          | KEY_PERSON_RISK                 |
        | Board resolution approving the borrowing before drawdown | ONE_MAN_RULE                    |
      And the covenants are
        | what                                                                       | because of                     |
        | Written succession plan within 6 months                                    | KEY_PERSON_RISK, NO_SUCCESSION |
        | One outside director                                                       | KEY_PERSON_RISK                |
        | Outside director or adviser                                                | CLOSED_FAMILY_CONTROL          |
        | Audited accounts                                                           | CLOSED_FAMILY_CONTROL          |
        | Dividend lock-up                                                           | CLOSED_FAMILY_CONTROL          |
        | Outside directors appointed within 6 months; the statutory share if listed | NO_OUTSIDE_DIRECTOR            |
      And nothing is to be answered

    Scenario: The flawless machine-tool maker is asked for nothing
      Given the borrower of dossier "strong_private_manufacturer"
      When the borrower is rated
      And it is asked what to ask for
      Then there are no conditions precedent
      And there are no covenants
      And nothing is to be answered

  Rule: What is not known is asked for

    Scenario: The incomplete dossier: what its grade waits for comes first
      Given the borrower of dossier "incomplete_dossier"
      When the borrower is rated
      And it is asked what to ask for
      Then these facts are asked for
        | fact                                       | the grade waits for it |
        | Current days past due                      | yes                    |
        | Worst current five-tier class              | yes                    |
        | Worst class of settled loans, last 5 years | yes                    |
        | Ultimate beneficial owner identified       | yes                    |
        | Environmental credit class                 | yes                    |
        | Overdue episodes, last 24 months           | no                     |
        | On-time delivery rate                      | no                     |
        | Customer retention by value                | no                     |
        | Sales return rate                          | no                     |
        | Length of credit history                   | no                     |

    Scenario Outline: One fact of the average manufacturer is not known
      Given an ordinary clean borrower
      But its "<fact>" is not known
      When the borrower is rated
      And it is asked what to ask for
      Then the facts asked for are <asked for>

      Examples:
        | fact                               | asked for                |
        | Decision process                   | Decision process         |
        | Tax-payment credit class           | Tax-payment credit class |
        | Business model                     | Business model           |
        | Expertise of independent directors | none                     |

    Scenario: A mistyped identifier is to be confirmed
      Given an ordinary clean borrower
      But its unified social credit code is 91350100M000100Y44
      When the borrower is rated
      And it is asked what to ask for
      Then the warnings are check_digit at /borrower/identifiers/uscc
      And it is to be answered: Confirm the unified social credit code against the registry: its check digit is wrong.

  Rule: The worse the grade, the sooner the next review

    Scenario Outline: The worked borrowers, rated on 2026-11-01
      Given the borrower of dossier "<dossier>"
      When the borrower is rated
      And it is asked when to look again
      Then its grade is <grade>
      And the next review is due on <due>, after <months> months

      Examples:
        | dossier                         | grade | months | due        |
        | strong_private_manufacturer     | N1    | 12     | 2027-11-01 |
        | average_manufacturer            | N4    | 12     | 2027-11-01 |
        | family_condiment_maker          | N5    | 6      | 2027-05-01 |
        | software_start_up               | N5    | 6      | 2027-05-01 |
        | listed_pharma                   | N6    | 3      | 2027-02-01 |
        | polluting_dye_maker             | N7    | 3      | 2027-02-01 |
        | defaulter_with_false_statements | N10   | 3      | 2027-02-01 |

    Scenario: A borrower that is not rated has no review: it is rated once it can be
      Given the borrower of dossier "incomplete_dossier"
      When the borrower is rated
      And it is asked when to look again
      Then its grade is NR
      And no review is due

    Scenario: Knock-outs do not wait for a review
      Given an ordinary clean borrower
      When the borrower is rated
      And it is asked when to look again
      Then PAST_DUE_OVER_90, BANKRUPTCY and FALSE_STATEMENTS are among what has it rated at once
      And all that has it rated at once is a knock-out
