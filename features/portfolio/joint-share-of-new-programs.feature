@joint-share-of-new-programs
Feature: Enough of the new programs are joint
  The rule verifies that of the programs started since the model was announced, up to the target's
  year, the share that is joint reaches the target `joint-new-programs`.
  Source: "Half of the new Alliance models will be built using the model by 2025"

  Rule: Leaders and followers across companies are joint

    Background:
      Given the reference data of the Alliance
      And the targets
        | id                 | year | at least | of     |
        | joint-new-programs | 2025 | 0.50     | models |
        | other              | 2025 | 1        | models |
      And the programs
        | id         | company | segment | body  | leader    | start |
        | r-5-etech  | renault | B       | hatch |           | 2024  |
        | n-micra-ev | nissan  | B       | hatch | r-5-etech | 2025  |
        | n-ariya    | nissan  | C       | suv   |           | 2021  |
        | r-austral  | renault | C       | suv   |           | 2022  |

    @accept
    Example: two of four are exactly half
      When the plan is checked
      Then the rule is kept

    @reject
    Example: two of five are not
      Given the programs
        | id       | company | segment | body | start |
        | r-rafale | renault | D       | suv  | 2024  |
      When the plan is checked
      Then exactly these findings are reported
        | subject            | field    | severity | message                                                                                                   | hint                                            |
        | joint-new-programs | at_least | error    | Of the programs started from 2020-05-27 to 2025, 2 are joint and 3 are not; at least 50% are to be joint. | Twin more of the new programs across companies. |

    @reject
    Example: a derivative of one company is not joint
      Given n-micra-ev has company renault
      When the plan is checked
      Then exactly these findings are reported
        | subject            | field    | severity | message                                                                                                            |
        | joint-new-programs | at_least | error    | Of the programs started from 2020-05-27 to 2025, 0 are joint and 4 are not; at least 50% are to be joint. |

    @undetermined
    Example: whether the Micra follows is not decided
      Given n-micra-ev has leader ?
      When the plan is checked
      Then the rule is undetermined

  Rule: New is what starts from the day of the announcement to the end of the target's year

    Background:
      Given the reference data of the Alliance
      And the targets
        | id                 | year | at least |
        | joint-new-programs | 2025 | 0.50     |
      And the programs
        | id        | company | segment | body | start      |
        | r-austral | renault | C       | suv  | 2022       |

    @reject
    Example: the Austral starts on the day of the announcement
      Given r-austral has start 2020-05-27
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it starts the day before
      Given r-austral has start 2020-05-26
      When the plan is checked
      Then the rule is kept

    @reject
    Example: it starts on the last day of the target's year
      Given r-austral has start 2025-12-31
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it starts the day after
      Given r-austral has start 2026-01-01
      When the plan is checked
      Then the rule is kept

    @reject
    Scenario Outline: twins that start on <start> do not make up for it
      Given the programs
        | id         | company | segment | body  | leader    | start   |
        | r-5-etech  | renault | B       | hatch |           | <start> |
        | n-micra-ev | nissan  | B       | hatch | r-5-etech | <start> |
      When the plan is checked
      Then the rule is broken

      Examples:
        | start      |
        | 2020-05-26 |
        | 2026-01-01 |

    @accept
    Scenario Outline: twins that start on <start> do
      Given the programs
        | id         | company | segment | body  | leader    | start   |
        | r-5-etech  | renault | B       | hatch |           | <start> |
        | n-micra-ev | nissan  | B       | hatch | r-5-etech | <start> |
      When the plan is checked
      Then the rule is kept

      Examples:
        | start      |
        | 2020-05-27 |
        | 2025-12-31 |

    @not-applicable
    Example: a plan without a day of announcement
      Given new programs count from no date
      When the plan is checked
      Then the rule is not applicable
