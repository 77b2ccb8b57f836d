@share-a-plant
Feature: Twins share a plant
  The rule verifies that twins of two companies that are sold in one region have a plant in common.
  Where possible: twins whose plants have no region in common are information only.
  Source: "Where possible, models will be produced in the same place"

  Background:
    Given the reference data of the Alliance
    And the programs
      | id          | name           | company | segment | body | regions | plants     | leader      | start   |
      | n-qashqai-3 | Nissan Qashqai | nissan  | C       | suv  | europe  | sunderland |             | 2021-03 |
      | r-kadjar-2  | Renault Kadjar | renault | C       | suv  | europe  | sunderland | n-qashqai-3 | 2022-01 |

  Rule: One plant in common is enough

    @accept
    Example: Kadjar is built with the Qashqai in Sunderland
      When the plan is checked
      Then the rule is kept

    @accept
    Example: Kadjar is built in Palencia, too
      Given r-kadjar-2 has plants palencia; sunderland
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Kadjar is built in Palencia only
      Given r-kadjar-2 has plants palencia
      When the plan is checked
      Then exactly these findings are reported
        | program    | field  | severity | message                                                                                                  | hint                                                                                |
        | r-kadjar-2 | plants | warning  | Renault Kadjar and its leader Nissan Qashqai are sold in the same region, but built in different plants. | Build Renault Kadjar where Nissan Qashqai is built, or give the reason in a waiver. |

    @reject
    Example: one region in common is enough to be asked
      Given r-kadjar-2 has regions europe; russia
      And r-kadjar-2 has plants palencia
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: Kadjar's plant is not chosen yet
      Given r-kadjar-2 has plants ?
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: a second plant is not chosen yet
      Given r-kadjar-2 has plants palencia; ?
      When the plan is checked
      Then the rule is undetermined

  Rule: Plants in different regions are information

    @reject
    Example: Kadjar is built in Korea
      Given r-kadjar-2 has plants busan
      When the plan is checked
      Then exactly these findings are reported
        | program    | field  | severity | message                                                                                                           |
        | r-kadjar-2 | plants | info     | Renault Kadjar and its leader Nissan Qashqai are sold in the same region, but built in different plants. |

    @reject
    Example: one of two plants is in the leader's region
      Given r-kadjar-2 has plants busan; palencia
      When the plan is checked
      Then exactly these findings are reported
        | program    | field  | severity | message                                                                                                           |
        | r-kadjar-2 | plants | warning  | Renault Kadjar and its leader Nissan Qashqai are sold in the same region, but built in different plants. |

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Kadjar that starts on <start>
      Given r-kadjar-2 has plants palencia
      And r-kadjar-2 has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program    | field  | severity   | message                                                                                                  |
        | r-kadjar-2 | plants | <severity> | Renault Kadjar and its leader Nissan Qashqai are sold in the same region, but built in different plants. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | warning  |

  Rule: Twins of one company, or without a region in common, are not asked

    @not-applicable
    Example: Kadjar is sold in China only
      Given r-kadjar-2 has regions china
      And r-kadjar-2 has plants wuhan
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: the follower is a Nissan, too
      Given r-kadjar-2 has company nissan
      And r-kadjar-2 has plants palencia
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: Kadjar follows nobody
      Given r-kadjar-2 has leader none
      And r-kadjar-2 has plants palencia
      When the plan is checked
      Then the rule is not applicable
