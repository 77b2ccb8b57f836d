@follower-does-not-start-first
Feature: A follower does not start before its leader
  The rule verifies that no follower certainly starts before its leader. A date without a day names
  all its days, and the latest of the follower is compared with the earliest of the leader.
  Source: "when Mitsubishi released the Xpander, we had already expected the next model to be from Nissan which became the Livina"

  Background:
    Given the reference data of the Alliance
    And the programs
      | id        | name               | company    | segment | body | leader    | start   |
      | m-xpander | Mitsubishi Xpander | mitsubishi | B       | mpv  |           | 2027-08 |
      | n-livina  | Nissan Livina      | nissan     | B       | mpv  | m-xpander | 2029-02 |

  Rule: First the leader, then the follower

    @accept
    Example: first the Xpander, then the Livina
      When the plan is checked
      Then the rule is kept

    @accept
    Example: both start in one month
      Given n-livina has start 2027-08
      When the plan is checked
      Then the rule is kept

    @accept
    Example: the Livina starts on the first day that the Xpander may
      Given n-livina has start 2027-08-01
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the Livina starts on the last day of the month before
      Given n-livina has start 2027-07-31
      When the plan is checked
      Then exactly these findings are reported
        | program  | field | severity | message                                                                                      | hint                                                         |
        | n-livina | start | error    | Nissan Livina starts 2027-07-31, before its leader Mitsubishi Xpander, which starts 2027-08. | Let Nissan Livina start 2027-08 or later, or swap who leads. |

    @accept
    Example: the Livina starts some day of the year in which the Xpander starts
      Given n-livina has start 2027
      When the plan is checked
      Then the rule is kept

    @undetermined
    Example: the Livina has no start yet
      Given n-livina has start ?
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: the Xpander has no start yet
      Given m-xpander has start ?
      When the plan is checked
      Then the rule is undetermined

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Livina that starts on <start>
      Given n-livina has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program  | field | severity   | message                                                                                   |
        | n-livina | start | <severity> | Nissan Livina starts <start>, before its leader Mitsubishi Xpander, which starts 2027-08. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | error    |

  Rule: A program that follows none is not asked

    @not-applicable
    Example: the Livina is on its own
      Given n-livina has leader none
      When the plan is checked
      Then the rule is not applicable
