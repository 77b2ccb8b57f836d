@range-is-trimmed
Feature: The range is trimmed
  The rule verifies that fewer models are on sale in the year of the target `trimmed` than in the year
  the model was announced.
  Source: "The latter figure will be achieved both by the launch of new models and the trimming of model ranges."

  Rule: Fewer models at the end than at the beginning

    Background:
      Given the reference data of the Alliance
      And the targets
        | id      | year | of     |
        | trimmed | 2024 | models |
      And the programs
        | id       | company    | segment | body  | start | end  |
        | r-clio-5 | renault    | B       | hatch | 2019  |      |
        | r-kadjar | renault    | C       | suv   | 2015  | 2022 |
        | n-ariya  | nissan     | C       | suv   | 2021  |      |
        | m-pajero | mitsubishi | E       | suv   | 2006  | 2021 |

    @accept
    Example: three in 2020, two in 2024
      When the plan is checked
      Then the rule is kept

    @reject
    Example: three in 2020, and three in 2024
      Given r-kadjar has end 2024
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                     | hint                                                |
        | trimmed | year  | warning  | 3 models are on sale in 2024, and 3 were in 2020: the range is not trimmed. | End models by 2024 that have a successor or a twin. |

    @undetermined
    Example: when the Kadjar ends is open
      Given r-kadjar has end ?
      When the plan is checked
      Then the rule is undetermined

  Rule: On sale are those that start by a year and do not end before it

    Background:
      Given the reference data of the Alliance
      And the targets
        | id      | year |
        | trimmed | 2024 |
      And the programs
        | id       | company    | segment | body | start | end  |
        | r-clio-5 | renault    | B       | hatch | 2019 |      |
        | r-kadjar | renault    | C       | suv  | 2015  | 2022 |
        | n-ariya  | nissan     | C       | suv  | 2026  |      |

    @accept
    Example: the Kadjar ends on the last day before the target's year
      Given r-kadjar has end 2023-12-31
      When the plan is checked
      Then the rule is kept

    @reject
    Example: it ends on the first day of the target's year
      Given r-kadjar has end 2024-01-01
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it ended on the first day of the year of the announcement
      Given r-kadjar has end 2020-01-01
      When the plan is checked
      Then the rule is kept

    @reject
    Example: it ended on the last day before that year
      Given r-kadjar has end 2019-12-31
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it started on the last day of the year of the announcement
      Given r-kadjar has start 2020-12-31
      When the plan is checked
      Then the rule is kept

    @reject
    Example: it started on the first day after that year
      Given r-kadjar has start 2021-01-01
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the Ariya starts on the last day of the target's year
      Given n-ariya has start 2024-12-31
      When the plan is checked
      Then the rule is broken

    @accept
    Example: it starts on the first day after the target's year
      Given n-ariya has start 2025-01-01
      When the plan is checked
      Then the rule is kept

  Rule: The year of the announcement is the plan's, or else a setting

    Background:
      Given the reference data of the Alliance
      And the targets
        | id      | year |
        | trimmed | 2024 |
      And the programs
        | id       | company | segment | body  | start | end  |
        | r-clio-5 | renault | B       | hatch | 2019  |      |
        | r-kadjar | renault | C       | suv   | 2015  | 2021 |

    @accept
    Example: counted from 2020
      When the plan is checked
      Then the rule is kept

    @reject
    Example: counted from 2022, the Kadjar had gone
      Given new programs count from 2022-01-01
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                             |
        | trimmed | year  | warning  | 1 models are on sale in 2024, and 1 were in 2022: the range is not trimmed. |

    @accept
    Example: a plan without a day of announcement counts from 2020
      Given new programs count from no date
      When the plan is checked
      Then the rule is kept

    @reject
    Example: or from the year that is set
      Given new programs count from no date
      And the rule's first_year is set to 2023
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                             |
        | trimmed | year  | warning  | 1 models are on sale in 2024, and 1 were in 2023: the range is not trimmed. |

  Rule: Without the target nothing is judged, and that is reported

    @reject
    Example: a plan without the target
      Given the reference data of the Alliance
      And the targets
        | id               | year |
        | common-platforms | 2024 |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                   |
        | trimmed |       | warning  | The plan has no `trimmed` among its targets, which this rule needs. |
