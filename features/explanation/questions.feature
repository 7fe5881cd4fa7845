Feature: What to ask next
  What is not known counts against the borrower. Before the committee decides on assumptions it may
  ask, and the answer to each question is worth something: the grade if it turned out ordinary
  (neutral), well (favourable) or badly (adverse). What the grade waits for is asked first, then what
  brings most. And no borrower is asked for more than is needed.

  Rule: What the grade waits for is asked first, then what brings most

    Scenario: The incomplete dossier of an excellent firm
      Given the borrower of dossier "incomplete_dossier"
      When the committee asks what to ask next
      Then it is to ask, in this order
        | question                                   | grade waits for it | if neutral                    |
        | Environmental credit class                 | yes                | checked, not rated            |
        | Ultimate beneficial owner identified       | yes                | identified to natural persons |
        | Current days past due                      | yes                | 0                             |
        | Worst current five-tier class              | yes                | normal                        |
        | Worst class of settled loans, last 5 years | yes                | never worse than normal       |
        | On-time delivery rate                      | no                 | 90                            |
        | Customer retention by value                | no                 | 70                            |
        | Sales return rate                          | no                 | 2                             |
        | Length of credit history                   | no                 | 12                            |
        | Overdue episodes, last 24 months           | no                 | 0                             |

    Scenario: A gate, a pattern and a point
      Given an ordinary clean borrower
      But its "Decision process" is not known
      And its "Technology level" is not known
      And its "Tax-payment credit class" is not known
      When the committee asks what to ask next
      Then it is to ask, in this order
        | question                 | grade waits for it | if neutral           |
        | Tax-payment credit class | yes                | class B              |
        | Decision process         | no                 | management committee |
        | Technology level         | no                 | average              |

    Scenario: Of a borrower of whom all is known nothing is asked
      Given the borrower of dossier "family_condiment_maker"
      When the committee asks what to ask next
      Then there is nothing to ask

    Scenario: What no test reads of such a company is not asked
      Given an ordinary clean private company
      But its "Share of tradable stock" is not known
      When the committee asks what to ask next
      Then there is nothing to ask

  Rule: Each question says what its answer would bring, for better and worse

    Scenario Outline: One fact not known
      Given the borrower of dossier "<dossier>"
      But its "<fact>" is not known
      When the committee asks what to ask next
      Then "<fact>" turning out neutral, <neutral>, would bring <if neutral>
      And "<fact>" turning out favourable, <favourable>, would bring <if favourable>
      And "<fact>" turning out adverse, <adverse>, would bring <if adverse>

      Examples:
        | dossier                     | fact                     | neutral        | if neutral | favourable         | if favourable | adverse        | if adverse |
        | strong_private_manufacturer | Technology level         | average        | N1, 500    | leading            | N1, 500       | backward       | N1, 491    |
        | average_manufacturer        | Current days past due    | 0              | N4, 375    | 0                  | N4, 375       | 91             | N10, 287   |
        | average_manufacturer        | Tax-payment credit class | class B        | N4, 375    | class A            | N4, 375       | class D        | N7, 309    |
        | average_manufacturer        | Business model           | trading        | N4, 371    | services           | N4, 379       | trading        | N4, 371    |
        | average_manufacturer        | Ownership type           | listed company | N5, 363    | wholly state-owned | N4, 375       | listed company | N5, 363    |

  Rule: No more is asked for than is needed

    Scenario: The incomplete dossier needs the five facts that its grade waits for
      Given the borrower of dossier "incomplete_dossier"
      When the committee asks for the least that helps
      Then it is to ask for
        | question                                   |
        | Ultimate beneficial owner identified       |
        | Current days past due                      |
        | Worst current five-tier class              |
        | Worst class of settled loans, last 5 years |
        | Environmental credit class                 |
      And if they turn out neutral the grade is N3 and the composite 423

    Scenario Outline: The least that lifts the grade, or makes a borrower rated
      Given the borrower of dossier "<dossier>"
      But its "<one fact>" is not known
      And its "<another fact>" is not known
      When the committee asks for the least that helps
      Then it is to ask for no more than <least>
      And if they turn out neutral the grade is <grade> and the composite <composite>

      Examples: one is enough
        | dossier              | one fact                         | another fact             | least                            | grade | composite |
        | average_manufacturer | Overdue episodes, last 24 months | Length of credit history | Overdue episodes, last 24 months | N4    | 353       |
        | average_manufacturer | Decision process                 | Technology level         | Decision process                 | N4    | 366       |
        | average_manufacturer | Tax-payment credit class         | Technology level         | Tax-payment credit class         | N4    | 366       |

      Examples: one is not enough
        | dossier                | one fact         | another fact    | least                             | grade | composite |
        | family_condiment_maker | Decision process | Succession plan | Decision process; Succession plan | N3    | 404       |

    Scenario Outline: Nothing that could be asked would help
      Given the borrower of dossier "<dossier>"
      But its "Technology level" is not known
      When the committee asks for the least that helps
      Then nothing that could be asked would help

      Examples:
        | dossier                         |
        | strong_private_manufacturer     |
        | average_manufacturer            |
        | defaulter_with_false_statements |
