Feature: Backup and restore
  The records outlive the machine they are on. A backup is taken without stopping the service, and
  is believed only once it is verified; a restore never hides that something is missing.

  Background:
    Given a ledger with three decisions and a signed checkpoint

  Rule: A backup is one file, complete once it is there

    Scenario: A backup holds every decision acknowledged before it
      When a backup is taken
      And the machine is lost
      And the backup is restored
      Then the call succeeds
      And the three decisions are read as they were answered
      And the restored store checks sound

    Scenario: An earlier backup is never overwritten
      Given a backup was taken
      When a backup is taken under the same name
      Then the call cannot be carried out: "a backup never overwrites a file"
      And the earlier backup is as it was

  Rule: A backup is verified before it becomes the store

    Scenario Outline: What was changed in a backup is found and named
      Given a backup was taken
      And in the backup <change>
      And the machine was lost
      When the backup is restored
      Then the restore is refused with the fault <fault>
      And there is no store

      Examples:
        | change                              | fault            |
        | the grade of a decision was changed | search_changed   |
        | a record was changed                | record_changed   |
        | a record was deleted                | record_missing   |
        | the dossier of a decision is gone   | contents_missing |

    Scenario: A checkpoint kept elsewhere shows that a backup is not the last
      Given a backup was taken
      And two more decisions, and a checkpoint of all that the auditor keeps
      And the machine was lost
      When the backup is restored with the auditor's checkpoint
      Then the restore is refused with the fault rolled_back
      And there is no store
      When the backup is restored with the auditor's checkpoint, and the loss is accepted
      Then the call succeeds
      And the three decisions are read as they were answered

  Rule: A store that is there is never lost to a restore

    Scenario: What the backup lacks is named, and nothing happens
      Given a backup was taken
      And two more decisions
      When the backup is restored
      Then the call cannot be carried out: "to put it aside and restore, add --replace"
      And the two decisions that the backup lacks are named
      And the store is as it was

    Scenario: The store that is replaced is kept
      Given a backup was taken
      And two more decisions
      When the backup is restored in the place of the store
      Then the call succeeds
      And the two decisions that the backup lacks are named
      And the store that was there is kept with all its decisions
