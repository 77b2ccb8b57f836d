@common-platform-share
Feature: The models on common platforms reach the target
  The rule verifies that the share of models on sale in the target's year whose platform is common
  reaches the target `common-platforms`.
  Source: "80% of vehicles based on common platforms by 2024"

  Rule: Models on common platforms are counted against models on sale

    Background:
      Given the reference data of the Alliance
      And the targets
        | id               | year | at least | of     | per      |
        | common-platforms | 2024 | 0.80     | models | platform |
        | other            | 2024 | 1        | models | platform |
      And the programs
        | id          | company    | segment | body   | platform | start | end |
        | r-clio-5    | renault    | B       | hatch  | cmf-b-hs | 2019  |     |
        | n-qashqai-3 | nissan     | C       | suv    | cmf-cd   | 2021  |     |
        | n-ariya     | nissan     | C       | suv    | cmf-ev   | 2021  |     |
        | n-sakura    | nissan     | A       | kei    | nmkv-2   | 2022  |     |
        | m-outlander | mitsubishi | D       | suv    | mmc-gs   | 2021  |     |

    @accept
    Example: four of five are exactly 80%
      When the plan is checked
      Then the rule is kept

    @reject
    Example: three of five are not
      Given n-sakura has platform mmc-a0
      When the plan is checked
      Then exactly these findings are reported
        | subject          | field    | severity | message                                                                                     | hint                                                                        |
        | common-platforms | at_least | error    | 3 of the 5 models on sale in 2024 are on a common platform, 60.0%; at least 80.0% is asked. | Move models to common platforms, or end models that are not on one by 2024. |

    @reject
    Example: a family that is common elsewhere does not count
      Given n-sakura has platform cmf-b-ls
      When the plan is checked
      Then the rule is broken

    @reject
    Example: certain, although one platform is not known
      Given r-clio-5 has platform mmc-a0
      And n-sakura has platform ?
      When the plan is checked
      Then exactly these findings are reported
        | subject          | field    | severity | message                                                                                                           |
        | common-platforms | at_least | error    | 2..3 of the 5 models on sale in 2024 are on a common platform, 40.0%..60.0%; at least 80.0% is asked. |

    @undetermined
    Example: one platform that is not known decides
      Given n-sakura has platform ?
      When the plan is checked
      Then the rule is undetermined

  Rule: On sale are those that start by the year and do not end before it

    Background:
      Given the reference data of the Alliance
      And the targets
        | id               | year | at least |
        | common-platforms | 2024 | 1        |
      And the programs
        | id          | company    | segment | body   | platform | start      | end        |
        | r-clio-5    | renault    | B       | hatch  | cmf-b-hs | 2019       |            |
        | m-outlander | mitsubishi | D       | suv    | mmc-gs   | 2013       |            |

    @reject
    Example: the Outlander ends on the first day of the year
      Given m-outlander has end 2024-01-01
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it ended on the last day of the year before
      Given m-outlander has end 2023-12-31
      When the plan is checked
      Then the rule is kept

    @reject
    Example: it starts on the last day of the year
      Given m-outlander has start 2024-12-31
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it starts on the first day of the next
      Given m-outlander has start 2025-01-01
      When the plan is checked
      Then the rule is kept

    @reject
    Example: a Clio that starts on the first day of the next does not count
      Given r-clio-5 has start 2025-01-01
      When the plan is checked
      Then the rule is broken

    @accept
    Example: one that starts on the last day of the year does
      Given r-clio-5 has start 2024-12-31
      And m-outlander has end 2023-12-31
      When the plan is checked
      Then the rule is kept

    @reject
    Example: one that ended on the last day of the year before does not
      Given r-clio-5 has end 2023-12-31
      When the plan is checked
      Then the rule is broken

    @accept
    Example: one that ends on the first day of the year does
      Given r-clio-5 has end 2024-01-01
      And m-outlander has end 2023-12-31
      When the plan is checked
      Then the rule is kept

  Rule: Without the target nothing is judged, and that is reported

    @reject
    Example: a plan without the target
      Given the reference data of the Alliance
      And the targets
        | id                         | year | at least |
        | common-platforms-by-family | 2024 | 0.8      |
      When the plan is checked
      Then exactly these findings are reported
        | subject          | field | severity | message                                                                            |
        | common-platforms |       | error    | The plan has no `common-platforms` among its targets, which this rule needs. |
