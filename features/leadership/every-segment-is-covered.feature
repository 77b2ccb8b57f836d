@every-segment-is-covered
Feature: Every segment that is led has a program
  The rule verifies that each segment named in a leadership has a program on sale or to come.
  Source: "The three companies of the Alliance will cover all vehicle segments and technologies, across all geographies"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: Each segment that a leadership names has a program

    @accept
    Example: Mitsubishi leads plug-in hybrids of C and D, and there are cars of both
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id          | company    | segment | body |
        | n-qashqai-3 | nissan     | C       | suv  |
        | m-outlander-4 | mitsubishi | D     | suv  |
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @reject
    Example: there is no D car
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id          | company | segment | body |
        | n-qashqai-3 | nissan  | C       | suv  |
      When the plan is checked
      Then exactly these findings are reported
        | subject                                      | field    | severity | message                                                                              | hint                                                           |
        | technology plug-in-hybrid in C D, mitsubishi | segments | warning  | Mitsubishi leads in segment D, but no program of that segment is or will be on sale. | Plan a program of segment D, or take it out of the leadership. |

    @accept
    Example: the last D car ends on the plan's date
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | D        |
      And the programs
        | id            | company    | segment | body | end        |
        | m-outlander-4 | mitsubishi | D       | suv  | 2025-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the last D car ended the day before
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | D        |
      And the programs
        | id            | company    | segment | body | end        |
        | m-outlander-4 | mitsubishi | D       | suv  | 2025-12-30 |
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: the only program has no segment yet
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | D        |
      And the programs
        | id            | company    | segment | body |
        | m-outlander-5 | mitsubishi | ?       | suv  |
      When the plan is checked
      Then the rule is undetermined

  Rule: A leadership without segments asks nothing

    @not-applicable
    Example: Mitsubishi leads all plug-in hybrids
      Given the leaderships
        | company    | technology     |
        | mitsubishi | plug-in-hybrid |
      When the plan is checked
      Then the rule is not applicable
