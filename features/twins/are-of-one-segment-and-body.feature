@are-of-one-segment-and-body
Feature: Twins are of one segment and body
  The rule verifies that a follower has its leader's segment and body.
  Source: "Instead of just sharing platforms, similar models will essentially be twinned together."

  Background:
    Given the reference data of the Alliance
    And the programs
      | id         | name             | company | segment | body  | leader    | start |
      | r-5-etech  | Renault 5 E-Tech | renault | B       | hatch |           | 2024  |
      | n-micra-ev | Nissan Micra     | nissan  | B       | hatch | r-5-etech | 2025  |

  Rule: Similar models are twinned

    @accept
    Example: Micra and Renault 5 are small hatchbacks
      When the plan is checked
      Then the rule is kept

    @reject
    Example: a Micra of segment A
      Given n-micra-ev has segment A
      When the plan is checked
      Then exactly these findings are reported
        | program    | field   | severity | message                                                                        | hint                                                                   |
        | n-micra-ev | segment | warning  | Nissan Micra is listed as A hatch, but its leader Renault 5 E-Tech as B hatch. | Correct segment and body, or have Nissan Micra follow a similar model. |

    @reject
    Example: a Micra with the body of an SUV
      Given n-micra-ev has body suv
      When the plan is checked
      Then exactly these findings are reported
        | program    | field   | severity | message                                                                                 |
        | n-micra-ev | segment | warning  | Nissan Micra is listed as B suv, but its leader Renault 5 E-Tech as B hatch. |

    @undetermined
    Example: the body is open
      Given n-micra-ev has body ?
      When the plan is checked
      Then the rule is undetermined

    @reject
    Example: the body is open, and the segment is another
      Given n-micra-ev has segment A
      And n-micra-ev has body ?
      When the plan is checked
      Then exactly these findings are reported
        | program    | field   | severity | message                                                                               |
        | n-micra-ev | segment | warning  | Nissan Micra is listed as A ?, but its leader Renault 5 E-Tech as B hatch. |

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Micra that starts on <start>
      Given n-micra-ev has segment A
      And n-micra-ev has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program    | field   | severity   | message                                                                        |
        | n-micra-ev | segment | <severity> | Nissan Micra is listed as A hatch, but its leader Renault 5 E-Tech as B hatch. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | warning  |

  Rule: A program that follows none is not asked

    @not-applicable
    Example: the Micra is on its own
      Given n-micra-ev has leader none
      When the plan is checked
      Then the rule is not applicable
