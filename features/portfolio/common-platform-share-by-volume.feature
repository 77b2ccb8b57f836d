@common-platform-share-by-volume
Feature: The vehicles on common platforms reach the target
  The rule verifies that the share of vehicles built in the target's year on common platforms reaches
  the target `common-platforms-by-volume`.
  Source: "80% of vehicles based on common platforms by 2024"

  Rule: Vehicles on common platforms are counted against vehicles built

    Background:
      Given the reference data of the Alliance
      And the targets
        | id                         | year | at least | of       | per      |
        | common-platforms-by-volume | 2024 | 0.80     | vehicles | platform |
        | other                      | 2024 | 1        | vehicles | platform |
      And the programs
        | id          | company    | segment | body  | platform | units 2023 | units 2024 |
        | r-clio-5    | renault    | B       | hatch | cmf-b-hs | 1          | 200000     |
        | n-qashqai-3 | nissan     | C       | suv   | cmf-cd   | 1          | 120000     |
        | m-outlander | mitsubishi | D       | suv   | mmc-gs   | 900000     | 80000      |

    @accept
    Example: 320,000 of 400,000 are exactly 80%
      When the plan is checked
      Then the rule is kept

    @reject
    Example: one vehicle fewer
      Given r-clio-5 has units 2024 199999
      When the plan is checked
      Then exactly these findings are reported
        | subject                    | field    | severity | message                                                                                           | hint                                       |
        | common-platforms-by-volume | at_least | error    | 319,999 of the 399,999 vehicles of 2024 are on a common platform, 80.0%; at least 80.0% is asked. | Move volume to models on common platforms. |

    @undetermined
    Example: the Qashqai's volume is not known
      Given n-qashqai-3 has units 2024 ?
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: the Outlander's platform is not known
      Given m-outlander has platform ?
      And r-clio-5 has units 2024 1
      When the plan is checked
      Then the rule is undetermined

  Rule: Without the target nothing is judged, and that is reported

    @reject
    Example: a plan without the target
      Given the reference data of the Alliance
      And the targets
        | id               | year | at least |
        | common-platforms | 2024 | 0.8      |
      When the plan is checked
      Then exactly these findings are reported
        | subject                    | field | severity | message                                                                                      |
        | common-platforms-by-volume |       | error    | The plan has no `common-platforms-by-volume` among its targets, which this rule needs. |
