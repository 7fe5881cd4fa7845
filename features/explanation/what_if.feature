Feature: What if
  The committee may suppose any facts of a borrower to be otherwise, or not known, and sees the grade
  that would follow and all that would differ. It is a supposition, says so, and changes nothing.

  Rule: The grade that other facts would give, with all that differs

    Scenario: What if the condiment maker were not ruled by one man, and had a successor?
      Given the borrower of dossier "family_condiment_maker"
      When the committee supposes
        | fact             | value                            |
        | Decision process | collective decision of the board |
        | Succession plan  | documented                       |
      Then the answer is labelled hypothetical
      And the grade goes from N5 to N3
      And the composite goes from 392 to 404
      And what changes is Decision process, Succession plan
      And the finding ONE_MAN_RULE becomes COLLECTIVE_DECISION
      And the finding NO_SUCCESSION becomes SUCCESSION_PLANNED
      And the patterns gone are KEY_PERSON_RISK, CLOSED_FAMILY_CONTROL
      And the caps gone are GOV weak at N5, PAT-01 KEY_PERSON_RISK at N5, PAT-02 CLOSED_FAMILY_CONTROL at N5
      And dimension GOV goes from 2 to 3
      And the reasons gone are KEY_PERSON_RISK, CLOSED_FAMILY_CONTROL, GOV weak, ONE_MAN_RULE, NO_SUCCESSION

    Scenario: What if only the successor were there?
      Given the borrower of dossier "family_condiment_maker"
      When the committee supposes
        | fact            | value      |
        | Succession plan | documented |
      Then the grade goes from N5 to N5
      And the composite goes from 392 to 392
      And the patterns gone are CLOSED_FAMILY_CONTROL
      And the caps gone are PAT-02 CLOSED_FAMILY_CONTROL at N5

    Scenario: What if the excellent firm fell behind with its loan?
      Given the borrower of dossier "strong_private_manufacturer"
      When the committee supposes
        | fact                  | value |
        | Current days past due | 45    |
      Then the grade goes from N1 to N7
      And the composite goes from 500 to 434
      And the findings appeared are PAST_DUE_31_90
      And the caps appeared are REP not good at N3, REP weak at N5, PAST_DUE_31_90 at N7
      And dimension REP goes from 5 to 2
      And the reasons appeared are PAST_DUE_31_90

    Scenario: What if the tax office had not answered?
      Given the borrower of dossier "average_manufacturer"
      When the committee supposes
        | fact                     | value     |
        | Tax-payment credit class | not known |
      Then the grade goes from N4 to NR
      And the grade would wait for REP-12
      And the findings appeared are TAX_CLASS_C

    Scenario: What if the start-up had three years behind it?
      Given the borrower of dossier "software_start_up"
      When the committee supposes
        | fact               | value |
        | Years in operation | 3     |
      Then the grade goes from N5 to N5
      And the composite goes from 311 to 317
      And the patterns gone are UNPROVEN_BORROWER

  Rule: Nothing differs where nothing is supposed to be otherwise

    Scenario: What if it were as it is?
      Given the borrower of dossier "average_manufacturer"
      When the committee supposes
        | fact                  | value |
        | Current days past due | 0     |
      Then nothing differs

  Rule: What cannot be supposed is refused, with every fault at once

    Scenario Outline: A value that the fact cannot have, or a fact that is none
      Given the borrower of dossier "average_manufacturer"
      When the committee writes <assignments>
      Then the supposition is refused for <faults>

      Examples:
        | assignments                                              | faults                                                                                                 |
        | reputation.current_dpd=-1                                | out_of_range at /changes/reputation.current_dpd                                                        |
        | reputation.current_dpd=1.5                               | not_whole at /changes/reputation.current_dpd                                                           |
        | sales.retention_pct=95%                                  | wrong_type at /changes/sales.retention_pct                                                             |
        | reputation.curent_dpd=1 governance.succession_plan=maybe | unknown_value at /changes/governance.succession_plan, unknown_member at /changes/reputation.curent_dpd |
        | sales.retention_pct                                      | bad_format at /changes/sales.retention_pct                                                             |
        | nothing at all                                           | missing_member at /changes                                                                             |
