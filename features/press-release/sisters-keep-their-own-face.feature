@sisters-keep-their-own-face
Feature: Sisters keep a face of their own
  The rule verifies that a follower of another company's program does not share the whole upper body.
  It is off unless selected.
  Source: "Not badge engineering: a common \"first upper body\", own \"sister upper bodies\" per brand."

  Background:
    Given the reference data of the Alliance
    And the programs
      | id         | name           | company    | segment | body  | leader     | upper body shared | start   |
      | r-clio-5   | Renault Clio   | renault    | B       | hatch |            |                   | 2019    |
      | m-colt-7   | Mitsubishi Colt | mitsubishi | B      | hatch | r-clio-5   | 0.97              | 2023-09 |

  Rule: Less than all of the upper body is shared

    @accept
    Example: the Colt has a front of its own
      When the plan is checked
      Then the rule is kept

    @accept
    Example: the least that can be written
      Given m-colt-7 has upper body shared 0.999999
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the Colt is a Clio with another badge
      Given m-colt-7 has upper body shared 1
      When the plan is checked
      Then exactly these findings are reported
        | program  | field             | severity | message                                                                                        | hint                                                               |
        | m-colt-7 | upper_body_shared | warning  | Mitsubishi Colt shares 100% of its upper body with Renault Clio, and keeps no face of its own. | Give Mitsubishi Colt an upper body with elements of its own brand. |

    @undetermined
    Example: the share is not measured yet
      Given m-colt-7 has upper body shared ?
      When the plan is checked
      Then the rule is undetermined

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Colt that starts on <start>
      Given m-colt-7 has upper body shared 1
      And m-colt-7 has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program  | field             | severity   | message                                                                                        |
        | m-colt-7 | upper_body_shared | <severity> | Mitsubishi Colt shares 100% of its upper body with Renault Clio, and keeps no face of its own. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | warning  |

  Rule: Only followers of another company are asked

    @not-applicable
    Example: a derivative of Renault's own
      Given m-colt-7 has company renault
      And m-colt-7 has upper body shared 1
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: no follower
      Given m-colt-7 has leader none
      And m-colt-7 has upper body shared 1
      When the plan is checked
      Then the rule is not applicable
