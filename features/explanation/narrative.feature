Feature: The narrative of a grade
  The committee reads one page on each borrower: the grade in a sentence, what carries it, what
  holds it down, what was not known and was therefore assumed, what to ask for, and when to look
  again. Every number is that of a fact, with its date and with who vouches for it.

  Rule: The grade comes first, in a sentence, and is no probability

    Scenario: A grade that the composite gives by itself
      Given the borrower of dossier "average_manufacturer"
      When the committee reads the narrative
      Then under "The grade" it reads
        | The grade is N4, “Satisfactory” (ordinary clean borrower), as of 1 November 2026. |
        | The composite is 375 of 500, which by itself gives N4.                            |
        | This is an ordinal non-financial assessment, not a probability of default.        |

    Scenario: A grade that caps hold down
      Given the borrower of dossier "listed_pharma"
      When the committee reads the narrative
      Then under "The grade" it reads
        | The composite is 365 of 500, which by itself would give N4; 2 caps hold the grade at N6. |

  Rule: What holds the grade down comes with its facts and with the grade that would be without it

    Scenario: A knock-out
      Given an ordinary clean borrower
      But its "Current days past due" is 91
      When the committee reads the narrative
      Then under "What holds it down" it reads
        | Payments more than 90 days past due, as shown by “Current days past due: 91 days” (third party, 20 October 2026). |
        | While it stands, the grade can be no better than N10.                                                             |

    Scenario: A pattern of a family business
      Given the borrower of dossier "family_condiment_maker"
      When the committee reads the narrative
      Then under "What holds it down" it reads
        | Several findings come together as “Key-person risk: one person decides, nobody can replace or contradict him”. |
        | While it stands, the grade can be no better than N5.                                                           |

    Scenario: A pattern that is only a suspicion
      Given the borrower of dossier "listed_pharma"
      When the committee reads the narrative
      Then under "What holds it down" it reads
        | Several findings together raise a suspicion, which is no proof: “Doubt about reliability of disclosure: sanctions joined by audit or insider signals”. |

  Rule: What was not known is told apart from what was found

    Scenario: One unknown fact
      Given an ordinary clean borrower
      But its "Decision process" is not known
      When the committee reads the narrative
      Then under "What was not known" it reads
        | Not evidenced: “Decision process” (not in the dossier).                             |
        | Therefore “Decisions by one person, or decision process undocumented” is assumed. |

    Scenario: No grade is not a denial
      Given the borrower of dossier "incomplete_dossier"
      When the committee reads the narrative
      Then under "The grade" it reads
        | No grade can be given as of 1 November 2026 (NR), because mandatory facts are missing. |
        | This is not a denial of the application.                                               |
      And under "What was not known" it reads
        | Before any grade can be given, these facts must be known: |
        | “Current days past due”                                   |
        | “Environmental credit class”                              |

    Scenario: The word of a borrower who deceived
      Given the borrower of dossier "defaulter_with_false_statements"
      When the committee reads the narrative
      Then under "What was not known" it reads
        | The borrower's own statements are not believed and count as not known |

  Rule: The page ends with what to do

    Scenario: The family business
      Given the borrower of dossier "family_condiment_maker"
      When the committee reads the narrative
      Then under "Conditions precedent" it reads
        | Key-person insurance assigned to the bank. |
      And under "Covenants" it reads
        | Written succession plan within 6 months. |
      And under "Next review" it reads
        | The next review is due by 1 May 2027, 6 months after this rating. |

    Scenario: A spotless borrower
      Given the borrower of dossier "strong_private_manufacturer"
      When the committee reads the narrative
      Then under "What holds it down" it reads
        | Nothing holds the grade down. |
      And under "Conditions precedent" it reads
        | No condition precedent is called for. |
