Feature: A ledger of decisions that an outsider can check
  The auditor trusts nobody. He holds a public key that was handed to him and checkpoints that he
  kept himself; what he checks, he checks with a verifier of his own.

  Background:
    Given a bank that keeps a ledger, and has handed out its public key
    And 6 decisions, of which the auditor keeps the checkpoint
    And 5 more decisions, of which the auditor keeps the checkpoint

  Rule: A decision is proved to be in the ledger

    Scenario: The proof of a decision
      When the auditor asks for the proof of decision 4
      Then his own verifier finds the decision in the ledger of 12 records
      And the record in the proof says what was decided

    Scenario: A decision that was taken a moment ago
      Given 1 more decision
      When the auditor asks for the proof of decision 12
      Then his own verifier finds the decision in the ledger of 13 records

    Scenario: A decision that was erased on order
      Given decision 4 was erased on order
      When the auditor asks for the proof of decision 4
      Then his own verifier finds the decision in the ledger of 12 records
      And the proof has no record, but names the certificate of the erasure
      And the verification against his checkpoints finds nothing wrong
      And it counts 1 record erased under a certificate

  Rule: The ledger is proved to have only grown

    Scenario: From one checkpoint to the next
      When the auditor asks what leads from his first checkpoint to his second
      Then his own verifier finds that nothing before the first was changed

    Scenario: The bank takes a new key
      Given the bank has rotated its key and handed out the new one
      And 2 more decisions, of which the auditor keeps the checkpoint
      Then the checkpoint is signed by the old key and by the new one
      And the verification against his checkpoints finds nothing wrong

  Rule: Whatever is changed behind the ledger's back is found and named

    Scenario Outline: A hand with the file, the triggers dropped
      Given that by hand <what was done>
      When the auditor verifies the store against his checkpoints
      Then it is found that <what is found>
      And the fault names record <record>

      Examples:
        | what was done                              | what is found                                               | record |
        | the grade in record 4 was changed          | A record is not the one in its leaf                         | 4      |
        | record 4 was deleted                       | A record was deleted                                        | 4      |
        | records 4 and 9 changed places             | A record is not in its place                                | 4      |
        | records 4 and 9 changed places             | A record is not in its place                                | 9      |
        | a record was added after the last          | A record was inserted that is no leaf of the ledger         | 12     |
        | the dossier of record 4 was changed        | Contents are not those that the record commits to           | 4      |
        | the grade that searches find of record 4 was changed | What searches find of a decision is not what it says | 4   |
        | the node above records 4 and 5 was changed | A node of the tree is not the hash of what is beneath it    | 4      |

    Scenario: Everything rewritten so that it agrees with itself
      Given that by hand record 9 was changed, with every leaf and node, and the checkpoints signed anew
      When the auditor verifies the store without his checkpoints
      Then nothing is found
      When the auditor verifies the store against his checkpoints
      Then it is found that The tree does not extend a checkpoint
      And the change is said to lie in records 7 to 11

    Scenario: An older copy put in the place of the store
      Given a copy of the store from before the last 5 decisions was put in its place
      When the auditor verifies the store against his checkpoints
      Then it is found that The ledger is smaller than a checkpoint of it
      And records 7 to 11 are said to be lacking

    Scenario: A ledger that is not what was signed is signed no more
      Given that by hand record 9 was changed, with every leaf and node
      When the bank asks for a new checkpoint
      Then it is refused, and nothing is signed
