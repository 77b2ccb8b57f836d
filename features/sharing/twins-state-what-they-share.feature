@twins-state-what-they-share
Feature: Twins to come state what they share
  The rule verifies that a follower which starts after the plan's date states its platform, its share
  of the upper body, its plants and its planned cost.
  Source: "the companies will share platforms, upper bodies, production sites, development costs, so on and so forth"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31
    And the programs
      | id           | name                | company    | segment | body | platform | plants  | leader       | upper body shared | cost planned | start      |
      | m-outlander  | Mitsubishi Outlander | mitsubishi | D      | suv  | cmf-cd   | okazaki |              |                   |              | 2021-10    |
      | n-rogue-phev | Nissan Rogue PHEV   | nissan     | D       | suv  | cmf-cd   | okazaki | m-outlander  | 0.9               | 120          | 2026-01-12 |

  Rule: Platform, upper body, plants and cost are stated

    @accept
    Example: the Rogue PHEV states all four
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: without a platform
      Given n-rogue-phev has platform ?
      When the plan is checked
      Then exactly these findings are reported
        | program      | field | severity | message                                                                                                                                         | hint                            |
        | n-rogue-phev | id    | warning  | Nissan Rogue PHEV is to follow Mitsubishi Outlander without saying all they share: platform ?, upper body 90%, plants stated, planned cost 120. | State what is shown as ? above. |

    @reject
    Example: without a share of the upper body
      Given n-rogue-phev has upper body shared ?
      When the plan is checked
      Then exactly these findings are reported
        | program      | field | severity | message                                                                                                                                                                |
        | n-rogue-phev | id    | warning  | Nissan Rogue PHEV is to follow Mitsubishi Outlander without saying all they share: platform CMF-C/D, upper body ?, plants stated, planned cost 120. |

    @reject
    Example: without plants
      Given n-rogue-phev has plants ?
      When the plan is checked
      Then exactly these findings are reported
        | program      | field | severity | message                                                                                                                                                                |
        | n-rogue-phev | id    | warning  | Nissan Rogue PHEV is to follow Mitsubishi Outlander without saying all they share: platform CMF-C/D, upper body 90%, plants ?, planned cost 120. |

    @reject
    Example: without a planned cost
      Given n-rogue-phev has cost planned ?
      When the plan is checked
      Then exactly these findings are reported
        | program      | field | severity | message                                                                                                                                                                |
        | n-rogue-phev | id    | warning  | Nissan Rogue PHEV is to follow Mitsubishi Outlander without saying all they share: platform CMF-C/D, upper body 90%, plants stated, planned cost ?. |

  Rule: What starts before new programs count is information

    @reject
    Scenario Outline: new programs count from <since>
      Given new programs count from <since>
      And n-rogue-phev has platform ?
      When the plan is checked
      Then exactly these findings are reported
        | program      | field | severity   | message                                                                                                                                         |
        | n-rogue-phev | id    | <severity> | Nissan Rogue PHEV is to follow Mitsubishi Outlander without saying all they share: platform ?, upper body 90%, plants stated, planned cost 120. |

      Examples:
        | since      | severity |
        | 2026-01-12 | warning  |
        | 2026-01-13 | info     |

  Rule: Only followers that start after the plan's date are asked

    @reject
    Example: it starts the day after
      Given n-rogue-phev has start 2026-01-01
      And n-rogue-phev has cost planned ?
      When the plan is checked
      Then the rule is broken

    @not-applicable
    Example: it starts on the plan's date
      Given n-rogue-phev has start 2025-12-31
      And n-rogue-phev has cost planned ?
      When the plan is checked
      Then the rule is not applicable

    @undetermined
    Example: its start is open
      Given n-rogue-phev has start ?
      And n-rogue-phev has cost planned ?
      When the plan is checked
      Then the rule is undetermined

    @not-applicable
    Example: it follows nobody
      Given n-rogue-phev has leader none
      And n-rogue-phev has cost planned ?
      When the plan is checked
      Then the rule is not applicable
