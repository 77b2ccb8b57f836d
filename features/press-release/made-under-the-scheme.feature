@made-under-the-scheme
Feature: Close to half of the models are developed and produced together
  The rule verifies that the share of models on sale in the year of the target `joint-new-programs`
  that are twins across companies with a plant in common is not more than five points below the
  target. It is off unless selected.
  Source: "Close to 50% of Alliance models will be developed and produced under the leader-follower scheme by 2025"

  Background:
    Given the reference data of the Alliance
    And the targets
      | id                 | year | at least |
      | joint-new-programs | 2025 | 0.50     |
      | other              | 2025 | 1        |

  Rule: Twins that share a plant count

    Background:
      Given the programs
        | id         | company | segment | body  | leader    | plants     | start | end |
        | r-5-etech  | renault | B       | hatch |           | douai      | 2024  |     |
        | n-micra-ev | nissan  | B       | hatch | r-5-etech | douai      | 2025  |     |
        | n-ariya    | nissan  | C       | suv   |           | tochigi    | 2021  |     |
        | r-austral  | renault | C       | suv   |           | palencia   | 2022  |     |

    @accept
    Example: two of four
      When the plan is checked
      Then the rule is kept

    @reject
    Example: two of five
      Given the programs
        | id       | company | segment | body | plants   | start |
        | r-rafale | renault | D       | suv  | palencia | 2024  |
      When the plan is checked
      Then exactly these findings are reported
        | subject            | field    | severity | message                                                                                              | hint                                                   |
        | joint-new-programs | at_least | warning  | 2 of the 5 models on sale in 2025 are developed and produced together, 40.0%; close to 50% is asked. | Build twins in one plant, and twin more of the models. |

    @reject
    Example: two of five, one of which ends on the first day of the year
      Given the programs
        | id       | company | segment | body | plants   | start | end        |
        | r-rafale | renault | D       | suv  | palencia | 2024  | 2025-01-01 |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: two of five; a derivative of Nissan's own does not count, nor its leader
      Given the programs
        | id        | company | segment | body | leader  | plants  | start |
        | n-juke-ev | nissan  | B       | suv  | n-ariya | tochigi | 2025  |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: two of five; a plant in common alone does not count
      Given the programs
        | id       | company | segment | body | plants  | start |
        | r-rafale | renault | D       | suv  | tochigi | 2024  |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: four of nine are a little less than five points below half
      Given the programs
        | id          | company    | segment | body | leader    | plants   | start |
        | r-symbioz   | renault    | C       | suv  |           | valladolid | 2024  |
        | m-grandis   | mitsubishi | C       | suv  | r-symbioz | valladolid | 2025  |
        | r-rafale    | renault    | D       | suv  |           | palencia | 2024  |
        | r-espace-6  | renault    | D       | suv  |           | palencia | 2023  |
        | n-qashqai-3 | nissan     | C       | suv  |           | sunderland | 2021  |
      When the plan is checked
      Then the rule is broken

    @accept
    Example: one plant in common is enough
      Given n-micra-ev has plants douai; sunderland
      When the plan is checked
      Then the rule is kept

    @accept
    Example: two of five, ten points less than half are allowed
      Given the programs
        | id       | company | segment | body | plants   | start |
        | r-rafale | renault | D       | suv  | palencia | 2024  |
      And the rule's tolerance is set to 0.1
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the twins are built in two plants
      Given n-micra-ev has plants sunderland
      When the plan is checked
      Then exactly these findings are reported
        | subject            | field    | severity | message                                                                                                                         |
        | joint-new-programs | at_least | warning  | 0 of the 4 models on sale in 2025 are developed and produced together, 0.0%; close to 50% is asked. |

    @reject
    Example: the twins are of one company
      Given n-micra-ev has company renault
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the follower starts after the year
      Given n-micra-ev has start 2026-01-01
      When the plan is checked
      Then exactly these findings are reported
        | subject            | field    | severity | message                                                                                                                          |
        | joint-new-programs | at_least | warning  | 1 of the 3 models on sale in 2025 are developed and produced together, 33.3%; close to 50% is asked. |

    @reject
    Example: a twin ends on the last day before the year
      Given r-5-etech has end 2024-12-31
      When the plan is checked
      Then exactly these findings are reported
        | subject            | field    | severity | message                                                                                                                          |
        | joint-new-programs | at_least | warning  | 1 of the 3 models on sale in 2025 are developed and produced together, 33.3%; close to 50% is asked. |

    @accept
    Example: it ends on the first day of the year
      Given r-5-etech has end 2025-01-01
      When the plan is checked
      Then the rule is kept

    @undetermined
    Example: the Micra's plant is not chosen yet
      Given n-micra-ev has plants ?
      When the plan is checked
      Then the rule is undetermined
