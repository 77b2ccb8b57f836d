@without-leader
Feature: A technology in use has a leader
  The rule verifies that somebody leads each technology that a program on sale or to come uses. The
  sources leave scopes open, so it informs and does not judge.
  Source: "the company will be the lead for plug-in hybrid electric vehicle models for the C and D segments"

  Background:
    Given the reference data of the Alliance
    And the leaderships
      | company    | technology     | segments |
      | mitsubishi | plug-in-hybrid | C, D     |
    And the plan is dated 2025-12-31

  Rule: A leadership covers the program

    @accept
    Example: the Outlander is a plug-in hybrid of segment D
      Given the programs
        | id                 | company    | segment | body | technologies              |
        | m-outlander-4-phev | mitsubishi | D       | suv  | plug-in-hybrid=mitsubishi |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: nobody leads plug-in hybrids of segment B
      Given the programs
        | id            | name                | company | segment | body | technologies           | start   |
        | r-captur-phev | Renault Captur PHEV | renault | B       | suv  | plug-in-hybrid=renault | 2020-06 |
      When the plan is checked
      Then exactly these findings are reported
        | program       | field                                   | severity | message                                                                                              | hint                                                                |
        | r-captur-phev | technologies[plug-in-hybrid].technology | info     | Renault Captur PHEV uses Plug-in hybrid, which no company is assigned to lead for a program like it. | Assign a leader of Plug-in hybrid for this scope, or go on without. |

    @accept
    Example: others lead something else
      Given the leaderships
        | company    | technology         | segments |
        | mitsubishi | plug-in-hybrid     | C, D     |
        | nissan     | autonomous-driving |          |
      And the programs
        | id                 | company    | segment | body | technologies              |
        | m-outlander-4-phev | mitsubishi | D       | suv  | plug-in-hybrid=mitsubishi |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: of two technologies in use, one is led
      Given the programs
        | id                 | name            | company    | segment | body | technologies                                         |
        | m-outlander-4-phev | Outlander PHEV  | mitsubishi | D       | suv  | plug-in-hybrid=mitsubishi; connected-car=mitsubishi |
      When the plan is checked
      Then exactly these findings are reported
        | program            | field                                  | severity | message                                                                                                  |
        | m-outlander-4-phev | technologies[connected-car].technology | info     | Outlander PHEV uses Connected car, which no company is assigned to lead for a program like it. |
      And 1 case is kept

    @undetermined
    Example: its segment is open
      Given the programs
        | id            | company | segment | body | technologies           |
        | r-captur-phev | renault | ?       | suv  | plug-in-hybrid=renault |
      When the plan is checked
      Then the rule is undetermined

  Rule: Programs that have ended are not asked

    @reject
    Example: it ends on the plan's date
      Given the programs
        | id            | company | segment | body | technologies           | end        |
        | r-captur-phev | renault | B       | suv  | plug-in-hybrid=renault | 2025-12-31 |
      When the plan is checked
      Then the rule is broken
      And 1 case is broken

    @not-applicable
    Example: it ended the day before
      Given the programs
        | id            | company | segment | body | technologies           | end        |
        | r-captur-phev | renault | B       | suv  | plug-in-hybrid=renault | 2025-12-30 |
      When the plan is checked
      Then the rule is not applicable
