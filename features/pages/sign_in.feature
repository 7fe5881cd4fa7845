Feature: Whoever opens the pages has signed in, and leaves a trace
  As the auditor of a bank
  I want people to prove who they are, and what they look at to be noted
  So that a decision is seen by nobody whom it does not concern, and I can tell by whom it was seen

  Background:
    Given the officer "li.na" of the credit committee

  Rule: Only who proves it is let in

    Scenario: An officer signs in and goes on to the page that was asked for
      When somebody opens the list of decisions
      Then the page asks to sign in
      When "li.na" signs in with the right password
      Then the page is the list of decisions

    Scenario Outline: Whatever is wrong is told in the same words
      When "<name>" signs in with <what>
      Then the page says "User name or password is wrong, or the account is disabled."
      And nobody is signed in

      Examples:
        | name    | what               |
        | li.na   | a wrong password   |
        | nobody  | the right password |
        | wang.wu | the right password |

    Scenario: Guessing takes ever longer
      When "li.na" signs in 3 times with a wrong password
      And "li.na" signs in with the right password
      Then the page says "There were too many wrong passwords. Try again in 1 second."
      When a second goes by
      And "li.na" signs in with the right password
      Then "li.na" is signed in

  Rule: A session ends

    Scenario Outline: Sooner or later, by itself or on order
      Given "li.na" is signed in
      When <what happens>
      Then nobody is signed in

      Examples:
        | what happens                                    |
        | she signs out                                   |
        | 30 minutes go by without a page                 |
        | she opens a page every 20 minutes for 12 hours  |
        | the administrator disables "li.na"              |
        | the administrator signs "li.na" out everywhere  |
        | the administrator makes "li.na" an auditor      |
        | she changes her password in another browser     |

  Rule: A role sees what it is for

    Scenario: A loan officer sees the decisions of his own desk only
      Given a decision that "zhang.san" asked for
      And the officer "zhao.liu" of the lending desk
      When "zhao.liu" opens the decision
      Then the page says "There is no such decision"
      And the page does not name the borrower

    Scenario: A policy officer sees no decision
      Given a decision that "zhang.san" asked for
      And the officer "sun.qi" of the policy department
      When "sun.qi" opens the decision
      Then the page says "Your role does not allow this"

    Scenario: Another site cannot act for an officer
      Given "li.na" is signed in
      When another site makes the browser send the form that signs out
      Then "li.na" is signed in

  Rule: What is looked at is noted

    Scenario: The auditor finds out who saw a decision
      Given a decision that "zhang.san" asked for
      And the officer "zhou.ba" of the audit department
      When "li.na" opens the decision
      And "zhou.ba" looks up the decision in the access log
      Then the page says that "li.na" looked at the decision
      And the page does not name the borrower

    Scenario: The auditor finds out who tried to sign in
      Given the officer "zhou.ba" of the audit department
      When "li.na" signs in 2 times with a wrong password
      And "zhou.ba" looks up "li.na" in the access log
      Then the page says "sign-in refused" 2 times beside "li.na"
      And neither the store nor its log of writing holds a password
