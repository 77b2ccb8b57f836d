@every-technology-is-covered
Feature: Every technology that is led is used by a program
  The rule verifies that each technology with a leader is used by a program on sale or to come, in
  the scope it is led in.
  Source: "The three companies of the Alliance will cover all vehicle segments and technologies, across all geographies"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: A program in the scope uses the technology

    @accept
    Example: the Outlander is a plug-in hybrid of segment D
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id                 | company    | segment | body | technologies              |
        | m-outlander-4-phev | mitsubishi | D       | suv  | plug-in-hybrid=mitsubishi |
        | n-qashqai-3        | nissan     | C       | suv  | hybrid-powertrain=nissan  |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the only plug-in hybrid is of segment B
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id            | company | segment | body | technologies           |
        | r-captur-phev | renault | B       | suv  | plug-in-hybrid=renault |
      When the plan is checked
      Then exactly these findings are reported
        | subject                                      | field      | severity | message                                                                       | hint                                                                    |
        | technology plug-in-hybrid in C D, mitsubishi | technology | warning  | Mitsubishi leads Plug-in hybrid, but no program in its scope uses it or will. | Plan a program with Plug-in hybrid in that scope, or correct the scope. |

    @reject
    Example: a program in the scope uses something else
      Given the leaderships
        | company | technology |
        | renault | e-body     |
      And the programs
        | id        | company | segment | body | technologies              |
        | r-clio-6  | renault | B       | hatch | hybrid-powertrain=renault |
      When the plan is checked
      Then the rule is broken
      And 1 case is broken

    @accept
    Example: the last one ends on the plan's date
      Given the leaderships
        | company    | technology     |
        | mitsubishi | plug-in-hybrid |
      And the programs
        | id                 | company    | segment | body | technologies              | end        |
        | m-outlander-3-phev | mitsubishi | D       | suv  | plug-in-hybrid=mitsubishi | 2025-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the last one ended the day before
      Given the leaderships
        | company    | technology     |
        | mitsubishi | plug-in-hybrid |
      And the programs
        | id                 | company    | segment | body | technologies              | end        |
        | m-outlander-3-phev | mitsubishi | D       | suv  | plug-in-hybrid=mitsubishi | 2025-12-30 |
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: the segment of the only plug-in hybrid is open
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id                 | company    | segment | body | technologies              |
        | m-outlander-5-phev | mitsubishi | ?       | suv  | plug-in-hybrid=mitsubishi |
      When the plan is checked
      Then the rule is undetermined

  Rule: Only claims to a technology are asked

    @not-applicable
    Example: a region is led
      Given the leaderships
        | company | region |
        | renault | europe |
      When the plan is checked
      Then the rule is not applicable
