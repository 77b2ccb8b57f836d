@joint-share-of-vehicles
Feature: About half of all vehicles are jointly developed
  The rule verifies that the share of vehicles built in the target's year that belong to joint
  programs is not more than five points below the target `joint-vehicles`.
  Source: "by 2025, about half of all Alliance member vehicles will be jointly developed"

  Rule: About half is 45% or more

    Background:
      Given the reference data of the Alliance
      And the targets
        | id             | year | at least | of       |
        | joint-vehicles | 2025 | 0.50     | vehicles |
        | other          | 2025 | 1        | vehicles |
      And the programs
        | id         | company | segment | body  | leader    | units 2024 | units 2025 |
        | r-5-etech  | renault | B       | hatch |           | 1          | 30000      |
        | n-micra-ev | nissan  | B       | hatch | r-5-etech | 1          | 15000      |
        | n-ariya    | nissan  | C       | suv   |           | 900000     | 55000      |

    @accept
    Example: 45,000 of 100,000 are exactly five points less than half
      When the plan is checked
      Then the rule is kept

    @reject
    Example: one vehicle fewer
      Given n-micra-ev has units 2025 14999
      When the plan is checked
      Then exactly these findings are reported
        | subject        | field    | severity | message                                                                                 | hint                                                         |
        | joint-vehicles | at_least | warning  | 44,999 of the 99,999 vehicles of 2025 are jointly developed, 45.0%; about 50% is asked. | Twin the programs with the highest volumes across companies. |

    @reject
    Example: a derivative of one company is not joint
      Given n-micra-ev has company renault
      And n-micra-ev has units 2025 90000
      When the plan is checked
      Then the rule is broken

    @reject
    Example: nothing less than half is asked
      Given the rule's tolerance is set to 0
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: the Ariya's volume is not known
      Given n-ariya has units 2025 ?
      When the plan is checked
      Then the rule is undetermined

  Rule: Without the target nothing is judged, and that is reported

    @reject
    Example: a plan without the target
      Given the reference data of the Alliance
      And the targets
        | id      | year |
        | trimmed | 2024 |
      When the plan is checked
      Then exactly these findings are reported
        | subject        | field | severity | message                                                                          |
        | joint-vehicles |       | warning  | The plan has no `joint-vehicles` among its targets, which this rule needs. |
