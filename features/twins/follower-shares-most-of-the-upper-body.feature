@follower-shares-most-of-the-upper-body
Feature: A follower shares most of the upper body with its leader
  The rule verifies that more than half of a follower's upper-body elements are its leader's. How
  much is "most" is the parameter share.
  Source: "which will share a platform and most upper-body elements with the new Renault Kadjar"

  Background:
    Given the reference data of the Alliance
    And the programs
      | id          | name            | company    | segment | body | leader    | upper body shared | start   |
      | r-captur-2  | Renault Captur  | renault    | B       | suv  |           |                   | 2019    |
      | m-asx-2     | Mitsubishi ASX  | mitsubishi | B       | suv  | r-captur-2 | 0.95             | 2023    |

  Rule: More than half is most

    @accept
    Example: the ASX has nearly all of the Captur's upper body
      When the plan is checked
      Then the rule is kept

    @reject
    Example: exactly half is not most
      Given m-asx-2 has upper body shared 0.5
      When the plan is checked
      Then exactly these findings are reported
        | program | field             | severity | message                                                                                    | hint                                                            |
        | m-asx-2 | upper_body_shared | error    | Mitsubishi ASX shares 50.0% of its upper body with Renault Captur; more than 50% is asked. | Take over more of Renault Captur's upper body, or end the twin. |

    @accept
    Example: a little more than half is
      Given m-asx-2 has upper body shared 0.500001
      When the plan is checked
      Then the rule is kept

    @undetermined
    Example: the share is not measured yet
      Given m-asx-2 has upper body shared ?
      When the plan is checked
      Then the rule is undetermined

  Rule: How much is most can be set

    @reject
    Example: three quarters are asked
      Given the rule's share is set to 0.75
      And m-asx-2 has upper body shared 0.7
      When the plan is checked
      Then exactly these findings are reported
        | program | field             | severity | message                                                                                            |
        | m-asx-2 | upper_body_shared | error    | Mitsubishi ASX shares 70.0% of its upper body with Renault Captur; more than 75% is asked. |

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: an ASX that starts on <start>
      Given m-asx-2 has upper body shared 0.4
      And m-asx-2 has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program | field             | severity   | message                                                                                    |
        | m-asx-2 | upper_body_shared | <severity> | Mitsubishi ASX shares 40.0% of its upper body with Renault Captur; more than 50% is asked. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | error    |

  Rule: A program that follows none is not asked

    @not-applicable
    Example: the ASX is on its own
      Given m-asx-2 has leader none
      When the plan is checked
      Then the rule is not applicable
