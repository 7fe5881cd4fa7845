Feature: The decision page reads as a credit paper
  A member of the committee opens a decision and reads a paper: the grade and what it means, what
  binds it, how it comes about, the reasons with facts and clauses, what is not known, what would
  change the grade, what to require, and what vouches for all of it. Nothing on it is a
  probability, and nothing hangs on a colour.

  Rule: The grade stands first, with its meaning, its neighbours and what binds it

    Scenario Outline: One sentence says what made the grade
      Given a decision on the dossier "<dossier>"
      When a member of the committee opens its paper
      Then the proposed grade is <grade>, "<word>"
      And the paper says "ordinal non-financial assessment, not a probability of default"
      And what binds it is told as "<binding>"

      Examples:
        | dossier                     | grade | word                        | binding                                                                                                                                                       |
        | strong_private_manufacturer | N1    | Exceptional                 | Nothing holds the grade down; the composite of 500 gives N1, the best there is.                                                                               |
        | average_manufacturer        | N4    | Satisfactory                | No cap binds; the composite of 375 gives N4, and N3 begins at 385.                                                                                            |
        | foreign_invested            | N3    | Good                        | “Group dependence: the stand-alone grade is not separable from the group” holds the grade at N3; the composite of 442 alone would give N2.                    |
        | polluting_dye_maker         | N7    | Weak                        | “Environmental credit class red or black” and “Persistent polluter: repeated breaches without effective treatment” each hold the grade at N7; the composite of 323 alone would give N5. |

    Scenario: A borrower who cannot be rated is not refused
      Given a decision on the dossier "incomplete_dossier"
      When a member of the committee opens its paper
      Then the proposed grade is NR, "Not rated"
      And the paper says "The application is incomplete; it is not refused."
      And the paper says "N5 is indicative and must not be used as a grade."
      And the best case is N1

  Rule: The way from the dimensions to the grade can be added up by hand

    Scenario: Eleven dimensions lead from 300 to the composite
      Given a decision on the dossier "family_condiment_maker"
      When a member of the committee opens its paper
      Then the table of dimensions has these rows among its eleven
        | dimension                | rating     | weight | weight × rating | from 300 |
        | History                  | 5 Strong   | 6      | 30              | ▲ +12    |
        | Governance               | 2 Weak     | 12     | 24              | ▼ −12    |
        | Reputation and repayment | 5 Strong   | 22     | 110             | ▲ +44    |
        | Supply                   | 3 Adequate | 7      | 21              | = 0      |
      And the composite is 392
      And there is a drawing called "From 300 to the composite, and through the caps to the grade"

  Rule: Every reason has its facts, their dates and sources, and its clauses

    Scenario: The first reason of the condiment maker
      Given a decision on the dossier "family_condiment_maker"
      When a member of the committee opens its paper
      Then reason 1 is "Key-person risk: one person decides, nobody can replace or contradict him"
      And reason 1 says "binding"
      And reason 1 says "Succession plan: no succession plan third party, 20 October 2026"
      And the clause "T-GV-5" says "Decision procedure and mutual check"

    Scenario: What was only assumed is told apart from what was found
      Given a decision on the dossier "incomplete_dossier"
      When a member of the committee opens its paper
      Then the paper says "Missing, and needed for a grade"
      And the paper says "Not evidenced, and therefore assumed"
      And reason 6 says "not evidenced"

  Rule: What only the borrower says earns nothing, and the paper says so

    Scenario: Strengths that are only claimed
      Given a decision on the dossier "services"
      When a member of the committee opens its paper
      Then the paper says "Only the borrower vouches for these: they count for nothing until others do."
      And the paper says "Evidenced, it would lift the grade to N3."

  Rule: A paper says what to ask, what would change the grade, and what to require

    Scenario: The dye maker
      Given a decision on the dossier "polluting_dye_maker"
      When a member of the committee opens its paper
      Then the paper says "To reach N6 (Watch)"
      And the paper says "2 facts must change together; there is only one way."
      And the paper says "By 1 February 2027, 3 months after this rating."

    Scenario: Questions of the trader, with what each answer alone would give
      Given a decision on the dossier "trading"
      When a member of the committee opens its paper
      Then the paper says "2 facts are not known; no grade waits for them."
      And the paper says "If favourable"

  Rule: The record, the replay and the proof are told on the paper itself

    Scenario: Rated again as it is opened
      Given a decision on the dossier "average_manufacturer"
      When a member of the committee opens its paper
      Then the paper says "Reproduced"
      And the paper says "Not yet covered"

  Rule: A paper is the borrower's bank's, and nobody else's

    Scenario: Another originator does not find it
      Given a decision on the dossier "average_manufacturer"
      When an originator of another branch opens its paper
      Then it is not found

  Rule: The paper is written in Chinese as well

    Scenario: The trader in Chinese
      Given a decision on the dossier "trading"
      When a member of the committee opens its paper in Chinese
      Then the paper says "非财务因素的序数评估，不是违约概率"
      And the paper says "使等级限于N5；仅按综合分355，等级本为N4。"
