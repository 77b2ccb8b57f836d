@every-region-is-covered
Feature: Every region that is led has a program
  The rule verifies that in each region with a leader a program is, or will be, on sale.
  Source: "The three companies of the Alliance will cover all vehicle segments and technologies, across all geographies"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: Any program there is enough, whoever sells it

    Background:
      Given the leaderships
        | company    | region  |
        | mitsubishi | oceania |

    @accept
    Example: Nissan's Navara is sold in Oceania
      Given the programs
        | id           | company | segment | body   | regions |
        | n-navara-d27 | nissan  | D       | pickup | oceania |
        | r-clio-6     | renault | B       | hatch  | europe  |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: everything is sold elsewhere
      Given the programs
        | id           | company | segment | body   | regions                |
        | n-navara-d27 | nissan  | D       | pickup | south-east-asia, japan |
      When the plan is checked
      Then exactly these findings are reported
        | subject                    | field  | severity | message                                                               | hint                                                       |
        | region oceania, mitsubishi | region | warning  | Mitsubishi leads Oceania, but no program is or will be on sale there. | Plan a program for Oceania, or end the leadership (until). |

    @accept
    Example: the last one ends on the plan's date
      Given the programs
        | id        | company    | segment | body | regions | end        |
        | m-express | mitsubishi | D       | van  | oceania | 2025-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the last one ended the day before
      Given the programs
        | id        | company    | segment | body | regions | end        |
        | m-express | mitsubishi | D       | van  | oceania | 2025-12-30 |
      When the plan is checked
      Then exactly these findings are reported
        | subject                    | field  | severity | message                                                                        |
        | region oceania, mitsubishi | region | warning  | Mitsubishi leads Oceania, but no program is or will be on sale there. |

    @undetermined
    Example: nobody knows where the next Triton will be sold
      Given the programs
        | id         | company    | segment | body   | regions |
        | m-triton-7 | mitsubishi | D       | pickup | ?       |
      When the plan is checked
      Then the rule is undetermined

  Rule: Only claims to a region are asked

    @not-applicable
    Example: a technology is led
      Given the leaderships
        | company    | technology     |
        | mitsubishi | plug-in-hybrid |
      When the plan is checked
      Then the rule is not applicable
