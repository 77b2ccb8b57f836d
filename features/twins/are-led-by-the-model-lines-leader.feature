@are-led-by-the-model-lines-leader
Feature: Twins are led by the company that leads their model line
  The rule verifies that the leading car of twins across companies is of the company that leads its
  model line, in whatever region it is sold.
  Source: "Nissan develop the next-generation Qashqai C-segment SUV"

  Background:
    Given the reference data of the Alliance
    And the programs
      | id          | name           | company | segment | body | regions | leader      | start   |
      | n-qashqai-3 | Nissan Qashqai | nissan  | C       | suv  | europe  |             | 2021-03 |
      | r-kadjar-2  | Renault Kadjar | renault | C       | suv  | europe  | n-qashqai-3 | 2022-01 |

  Rule: The model line's leader leads the twins

    @accept
    Example: Nissan leads the Qashqai, in Renault's Europe
      Given the leaderships
        | company | region | model line programs |
        | renault | europe |                     |
        | nissan  |        | n-qashqai-3         |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: Renault leads C-SUVs
      Given the leaderships
        | company | model line segment | model line body |
        | renault | C                  | suv             |
      When the plan is checked
      Then exactly these findings are reported
        | program    | field  | severity | message                                                                              | hint                                                      |
        | r-kadjar-2 | leader | error    | Renault Kadjar follows Nissan Qashqai of Nissan, but Renault leads their model line. | Let Renault develop the leading car, or ask for a waiver. |

  Rule: A line begins with the cars that start on its first day

    @reject
    Example: Renault leads C-SUVs from the month in which the Qashqai starts
      Given the leaderships
        | company | model line segment | model line body | since   |
        | renault | C                  | suv             | 2021-03 |
      When the plan is checked
      Then the rule is broken

    @not-applicable
    Example: Renault leads C-SUVs from the month after
      Given the leaderships
        | company | model line segment | model line body | since   |
        | renault | C                  | suv             | 2021-04 |
      When the plan is checked
      Then the rule is not applicable

  Rule: The narrowest line decides

    @accept
    Example: Renault leads C-SUVs, Nissan those of Europe
      Given the leaderships
        | company | model line segment | model line body | regions |
        | renault | C                  | suv             |         |
        | nissan  | C                  | suv             | europe  |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: of a narrow line and a narrower one, the narrower decides
      Given the leaderships
        | company | model line segment | model line body | regions | segments |
        | renault | C                  | suv             | europe  |          |
        | nissan  | C                  | suv             | europe  | C        |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @accept
    Example: one company leads two lines that are equally narrow
      Given the leaderships
        | company | model line segment | model line body | model line programs |
        | nissan  | C                  | suv             |                     |
        | nissan  |                    |                 | n-qashqai-3         |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @not-applicable
    Example: two lines that are equally narrow decide nothing
      Given the leaderships
        | company    | model line segment | model line body |
        | renault    | C                  | suv             |
        | mitsubishi | C                  | suv             |
      When the plan is checked
      Then the rule is not applicable

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Kadjar that starts on <start>
      Given the leaderships
        | company | model line segment | model line body |
        | renault | C                  | suv             |
      And r-kadjar-2 has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program    | field  | severity   | message                                                                              |
        | r-kadjar-2 | leader | <severity> | Renault Kadjar follows Nissan Qashqai of Nissan, but Renault leads their model line. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | error    |

  Rule: What is unknown may mend it

    @undetermined
    Example: the start of the Qashqai is open
      Given the leaderships
        | company | model line segment | model line body | since   |
        | renault | C                  | suv             | 2021-03 |
      And n-qashqai-3 has start ?
      When the plan is checked
      Then the rule is undetermined

  Rule: Only twins of two companies with a model line are asked

    @not-applicable
    Example: no model line covers the Qashqai
      Given the leaderships
        | company | model line segment | model line body |
        | renault | B                  | suv             |
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: a derivative of Nissan's own
      Given the leaderships
        | company | model line segment | model line body |
        | renault | C                  | suv             |
      And r-kadjar-2 has company nissan
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: no follower
      Given the leaderships
        | company | model line segment | model line body |
        | renault | C                  | suv             |
      And r-kadjar-2 has leader none
      When the plan is checked
      Then the rule is not applicable
