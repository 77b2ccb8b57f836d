@saving-stays-below-the-ceiling
Feature: The saving claimed stays below the ceiling
  The rule verifies that a joint program claims to save no more than the target `saving` allows.
  Source: "slash development, production and other costs by up to 40%"

  Rule: Up to 40% may be claimed

    Background:
      Given the reference data of the Alliance
      And the targets
        | id     | at most |
        | saving | 0.40    |
        | other  | 0.90    |
      And the programs
        | id         | name             | company | segment | body  | leader    | cost standalone | cost planned | start |
        | r-5-etech  | Renault 5 E-Tech | renault | B       | hatch |           | 1000            | 700          | 2024  |
        | n-micra-ev | Nissan Micra     | nissan  | B       | hatch | r-5-etech | 500             | 350          | 2025  |

    @accept
    Example: leader and follower save 30% each
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @accept
    Example: exactly 40%
      Given n-micra-ev has cost planned 300
      When the plan is checked
      Then the rule is kept

    @reject
    Example: a little more
      Given n-micra-ev has cost planned 299.9
      When the plan is checked
      Then exactly these findings are reported
        | program    | field | severity | message                                                                           | hint                                                                 |
        | n-micra-ev | cost  | error    | Nissan Micra claims to save 40.02% of its development cost; the ceiling is 40.0%. | Check the cost of standing alone (500) and the planned cost (299.9). |

    @reject
    Example: the least more that can be written
      Given n-micra-ev has cost planned 299.999999
      When the plan is checked
      Then exactly these findings are reported
        | program    | field | severity | message                                                                                      |
        | n-micra-ev | cost  | error    | Nissan Micra claims to save 40.00% of its development cost; the ceiling is 40.0%. |

    @reject
    Example: the leader claims too much
      Given r-5-etech has cost planned 500
      When the plan is checked
      Then exactly these findings are reported
        | program   | field | severity | message                                                                                          |
        | r-5-etech | cost  | error    | Renault 5 E-Tech claims to save 50.00% of its development cost; the ceiling is 40.0%. |

    @reject
    Scenario Outline: a Micra that starts on <start>
      Given n-micra-ev has cost planned 250
      And n-micra-ev has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program    | field | severity   | message                                                                           |
        | n-micra-ev | cost  | <severity> | Nissan Micra claims to save 50.00% of its development cost; the ceiling is 40.0%. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | error    |

    @undetermined
    Example: what the Micra would cost alone is not known
      Given n-micra-ev has cost standalone ?
      When the plan is checked
      Then the rule is undetermined
      And 1 case is undetermined

    @undetermined
    Example: the ceiling is not agreed
      Given saving has at most ?
      When the plan is checked
      Then the rule is undetermined

    @not-applicable
    Example: the Micra is on its own, and so is the Renault 5
      Given n-micra-ev has leader none
      And n-micra-ev has cost planned 100
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: a derivative of Renault's own
      Given n-micra-ev has company renault
      And n-micra-ev has cost planned 100
      When the plan is checked
      Then the rule is not applicable

  Rule: Without the target nothing is judged, and that is reported

    @reject
    Example: a plan without the target
      Given the reference data of the Alliance
      And the targets
        | id      | year |
        | trimmed | 2024 |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                  |
        | saving  |       | error    | The plan has no `saving` among its targets, which this rule needs. |
