Feature: The same explanation everywhere
  The committee reads it on a screen, the loan officer in a terminal, the loan system as JSON. It is
  one explanation: of what was decided and of nothing else, in the reader's language, and asking
  for it leaves no trace.

  Rule: The command line and the service answer alike, byte for byte

    Scenario Outline: A recorded decision
      Given the borrower of dossier "<dossier>"
      And its rating was recorded
      When <question> is asked in <language>, of the command line and of the service
      Then both give the same answer, byte for byte
      And the answer names the decision

      Examples: everything about each of the worked borrowers
        | dossier                         | question        | language |
        | strong_private_manufacturer     | the explanation | English  |
        | average_manufacturer            | the explanation | Chinese  |
        | listed_pharma                   | the explanation | English  |
        | family_condiment_maker          | the explanation | Chinese  |
        | polluting_dye_maker             | the explanation | English  |
        | software_start_up               | the explanation | Chinese  |
        | defaulter_with_false_statements | the explanation | English  |
        | incomplete_dossier              | the explanation | Chinese  |

      Examples: one question about one of them
        | dossier                | question                            | language |
        | family_condiment_maker | what would reach N3                 | English  |
        | family_condiment_maker | why NO_SUCCESSION                   | English  |
        | family_condiment_maker | why GOV weak                        | Chinese  |
        | family_condiment_maker | the letter by the rules of none     | English  |
        | family_condiment_maker | the letter by the rules of us_reg_b | Chinese  |
        | incomplete_dossier     | the letter by the rules of us_reg_b | English  |

  Rule: Only what was decided is explained

    Scenario: A decision is explained with the reasons for its own grade
      Given the borrower of dossier "family_condiment_maker"
      And its rating was recorded
      When the explanation is asked in English, of the command line and of the service
      Then the grade explained is the grade decided

    Scenario: A record that was tampered with is not explained
      Given the borrower of dossier "family_condiment_maker"
      And its rating was recorded
      But the record says N1
      When the service is asked for the explanation
      Then it refuses with record_damaged, status 500

  Rule: Asking leaves no trace

    Scenario: What if the owner had a successor?
      Given the borrower of dossier "family_condiment_maker"
      And its rating was recorded
      When the service is asked what if "Succession plan" were documented
      Then the answer is labelled hypothetical
      And one decision is recorded, the one that was taken

  Rule: The reader is told in a language of his

    Scenario Outline: The language that the reader prefers
      Given the borrower of dossier "average_manufacturer"
      And its rating was recorded
      When a reader who prefers <languages> asks the service for the explanation
      Then the narrative is in <language>

      Examples:
        | languages               | language |
        | zh-CN,zh;q=0.9,en;q=0.8 | Chinese  |
        | en-GB                   | English  |
        | zh-Hans-CN,en;q=0.5     | Chinese  |
        | fr,zh;q=0.2             | Chinese  |
        | fr                      | English  |

  Rule: A question that has no answer gets a clear problem

    Scenario Outline: What cannot be answered
      Given the borrower of dossier "family_condiment_maker"
      And its rating was recorded
      When the service is asked for <address>
      Then it refuses with <code>, status <status>

      Examples:
        | address                  | code               | status |
        | why/NO_SUCESSION         | unknown_code       | 404    |
        | counterfactuals?to=N5    | impossible_target  | 422    |
        | counterfactuals?to=N11   | impossible_target  | 422    |
        | notice?regime=nowhere    | unknown_regime     | 422    |
        | explanation?language=zh  | bad_parameter      | 400    |
        | compare/no-such-decision | decision_not_found | 404    |

    Scenario: Supposing a fact that there is none of
      Given the borrower of dossier "family_condiment_maker"
      And its rating was recorded
      When the service is asked what if "governance.sucession_plan" were documented
      Then it refuses with changes_rejected, status 422
