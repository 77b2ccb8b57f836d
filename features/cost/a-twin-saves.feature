@a-twin-saves
Feature: A follower costs less than standing alone
  The rule verifies that the planned cost of a follower is below what it would cost alone.
  Source: "slash development, production and other costs by up to 40%"

  Background:
    Given the reference data of the Alliance
    And the programs
      | id         | name             | company | segment | body  | leader    | cost standalone | cost planned | start |
      | r-5-etech  | Renault 5 E-Tech | renault | B       | hatch |           |                 |              | 2024  |
      | n-micra-ev | Nissan Micra     | nissan  | B       | hatch | r-5-etech | 500             | 350          | 2025  |

  Rule: A twin saves something

    @accept
    Example: the Micra saves 30%
      When the plan is checked
      Then the rule is kept

    @accept
    Example: it saves the least that can be written
      Given n-micra-ev has cost planned 499.999999
      When the plan is checked
      Then the rule is kept

    @reject
    Example: it saves nothing
      Given n-micra-ev has cost planned 500
      When the plan is checked
      Then exactly these findings are reported
        | program    | field | severity | message                                                                                                              | hint                                               |
        | n-micra-ev | cost  | warning  | Nissan Micra follows Renault 5 E-Tech at a planned cost of 500, and would cost 500 standing alone: it saves nothing. | Share more with Renault 5 E-Tech, or end the twin. |

    @undetermined
    Example: the planned cost is not known
      Given n-micra-ev has cost planned ?
      When the plan is checked
      Then the rule is undetermined

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Micra that starts on <start>
      Given n-micra-ev has cost planned 500
      And n-micra-ev has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program    | field | severity   | message                                                                                                              |
        | n-micra-ev | cost  | <severity> | Nissan Micra follows Renault 5 E-Tech at a planned cost of 500, and would cost 500 standing alone: it saves nothing. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | warning  |

  Rule: A program that follows none is not asked

    @not-applicable
    Example: the Micra is on its own
      Given n-micra-ev has leader none
      And n-micra-ev has cost planned 600
      When the plan is checked
      Then the rule is not applicable
