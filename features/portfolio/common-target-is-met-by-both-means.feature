@common-target-is-met-by-both-means
Feature: Common platforms grow by new models and by trimming
  The rule verifies that, from the announcement to the year of the target `common-platforms`, at least
  one model is launched on a common platform and at least one that was on none is dropped.
  Source: "The latter figure will be achieved both by the launch of new models and the trimming of model ranges."

  Background:
    Given the reference data of the Alliance
    And the targets
      | id               | year | at least |
      | common-platforms | 2024 | 0.80     |
      | other            | 2019 | 0.80     |

  Rule: One launch and one end at least

    Background:
      Given the programs
        | id       | company    | segment | body  | platform | start      | end        |
        | n-ariya  | nissan     | C       | suv   | cmf-ev   | 2021       |            |
        | m-pajero | mitsubishi | E       | suv   | mmc-v80  | 2006       | 2021       |

    @accept
    Example: the Ariya is launched, the Pajero dropped
      When the plan is checked
      Then the rule is kept

    @reject
    Example: nothing is launched on a common platform
      Given n-ariya has platform nissan-ev
      When the plan is checked
      Then exactly these findings are reported
        | subject          | field | severity | message                                                                                                                        | hint                                                                                                   |
        | common-platforms | year  | info     | From 2020-05-27 to 2024, 0 models are launched on common platforms and 1 on others are dropped; at least one of each is asked. | Plan the missing one of the two: a launch on a common platform, or the end of a model that is on none. |

    @reject
    Example: what is dropped was on a common platform
      Given m-pajero has platform cmf-cd
      When the plan is checked
      Then exactly these findings are reported
        | subject          | field | severity | message                                                                                                                                                    |
        | common-platforms | year  | info     | From 2020-05-27 to 2024, 1 models are launched on common platforms and 0 on others are dropped; at least one of each is asked. |

    @accept
    Example: launch on the first day, end on the first day
      Given n-ariya has start 2020-05-27
      And m-pajero has end 2020-05-27
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the launch was the day before
      Given n-ariya has start 2020-05-26
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the end was the day before
      Given m-pajero has end 2020-05-26
      When the plan is checked
      Then the rule is broken

    @accept
    Example: launch and end on the last day of the target's year
      Given n-ariya has start 2024-12-31
      And m-pajero has end 2024-12-31
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the launch is the day after
      Given n-ariya has start 2025-01-01
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the end is the day after
      Given m-pajero has end 2025-01-01
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: when the Pajero ends is open
      Given m-pajero has end ?
      When the plan is checked
      Then the rule is undetermined

  Rule: Without a day of announcement there is no before

    @not-applicable
    Example: a plan without one
      Given new programs count from no date
      When the plan is checked
      Then the rule is not applicable
