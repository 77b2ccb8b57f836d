@are-led-by-the-regions-leader
Feature: Twins are led by the company that leads their region
  The rule verifies that the leading car of twins across companies is of a company that leads one of
  the regions both are sold in, unless a model line or a technology decides.
  Source: "Renault will be the leader for Europe, Russia, South America, and North Africa."

  Background:
    Given the reference data of the Alliance
    And the programs
      | id           | name              | company    | segment | body   | regions                        | leader     | start      |
      | m-triton-6   | Mitsubishi Triton | mitsubishi | D       | pickup | south-east-asia; oceania; japan |           | 2023-07    |
      | n-navara-d27 | Nissan Navara     | nissan     | D       | pickup | oceania                        | m-triton-6 | 2025-12-20 |

  Rule: One region in common that the leading company leads is enough

    @accept
    Example: Mitsubishi leads Oceania
      Given the leaderships
        | company    | region  |
        | mitsubishi | oceania |
        | nissan     | japan   |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: of two regions in common, Mitsubishi leads one
      Given the leaderships
        | company    | region  |
        | mitsubishi | oceania |
        | nissan     | japan   |
      And n-navara-d27 has regions japan; oceania
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the Navara is sold in Japan only, which Nissan leads
      Given the leaderships
        | company    | region  |
        | mitsubishi | oceania |
        | nissan     | japan   |
      And n-navara-d27 has regions japan
      When the plan is checked
      Then exactly these findings are reported
        | program      | field  | severity | message                                                                                                     | hint                                                                |
        | n-navara-d27 | leader | warning  | Nissan Navara follows Mitsubishi Triton of Mitsubishi, but the regions in common (Japan) are led by Nissan. | Let Nissan develop the leading car, or give the reason in a waiver. |

  Rule: A leadership counts if it is in force while the follower is on sale

    @reject
    Example: Mitsubishi's leadership ended on the day before the Navara starts
      Given the leaderships
        | company    | region  | since      | until      |
        | mitsubishi | oceania |            | 2025-12-19 |
        | renault    | oceania | 2025-12-20 |            |
      When the plan is checked
      Then exactly these findings are reported
        | program      | field  | severity | message                                                                                                                                   |
        | n-navara-d27 | leader | warning  | Nissan Navara follows Mitsubishi Triton of Mitsubishi, but the regions in common (Oceania) are led by Renault. |

    @accept
    Example: Mitsubishi's leadership ends on the day the Navara starts
      Given the leaderships
        | company    | region  | since      | until      |
        | mitsubishi | oceania |            | 2025-12-20 |
        | renault    | oceania | 2025-12-21 |            |
      When the plan is checked
      Then the rule is kept

  Rule: A model line or a technology goes before the region

    @not-applicable
    Example: a model line decides
      Given the leaderships
        | company    | region  | model line segment | model line body |
        | nissan     | oceania |                    |                 |
        | mitsubishi |         | D                  | pickup          |
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: the Rogue PHEV follows the Outlander in Nissan's North America, for its technology
      Given the leaderships
        | company    | region  | technology     | segments |
        | nissan     | oceania |                |          |
        | mitsubishi |         | plug-in-hybrid | C, D     |
      And m-triton-6 has technologies plug-in-hybrid=mitsubishi
      When the plan is checked
      Then the rule is not applicable

    @reject
    Example: a model line and a technology of other cars do not decide
      Given the leaderships
        | company    | region  | technology     | model line segment | model line body |
        | nissan     | oceania |                |                    |                 |
        | mitsubishi |         | plug-in-hybrid |                    |                 |
        | mitsubishi |         |                | D                  | suv             |
      And m-triton-6 has technologies -
      When the plan is checked
      Then the rule is broken

    @reject
    Example: a technology that another company leads does not decide
      Given the leaderships
        | company | region  | technology     | segments |
        | nissan  | oceania |                |          |
        | renault |         | plug-in-hybrid | C, D     |
      And m-triton-6 has technologies plug-in-hybrid=mitsubishi
      When the plan is checked
      Then the rule is broken

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Navara that starts on <start>
      Given the leaderships
        | company | region  |
        | nissan  | oceania |
      And n-navara-d27 has start <start>
      When the plan is checked
      Then exactly these findings are reported
        | program      | field  | severity   | message                                                                                                       |
        | n-navara-d27 | leader | <severity> | Nissan Navara follows Mitsubishi Triton of Mitsubishi, but the regions in common (Oceania) are led by Nissan. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | warning  |

  Rule: What is unknown may mend it

    @undetermined
    Example: where the Navara is sold is open
      Given the leaderships
        | company    | region  |
        | mitsubishi | oceania |
        | nissan     | japan   |
      And n-navara-d27 has regions japan; ?
      And m-triton-6 has technologies -
      When the plan is checked
      Then the rule is undetermined

  Rule: Only twins of two companies in a region with a leader are asked

    @not-applicable
    Example: nobody leads Oceania
      Given the leaderships
        | company    | region          |
        | mitsubishi | south-east-asia |
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: no region in common
      Given the leaderships
        | company | region |
        | nissan  | china  |
      And n-navara-d27 has regions china
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: no follower
      Given the leaderships
        | company | region  |
        | nissan  | oceania |
      And n-navara-d27 has leader none
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: a follower of Mitsubishi's own
      Given the leaderships
        | company | region  |
        | nissan  | oceania |
      And n-navara-d27 has company mitsubishi
      When the plan is checked
      Then the rule is not applicable
