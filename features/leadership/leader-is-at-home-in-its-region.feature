@leader-is-at-home-in-its-region
Feature: The leader of a region has a program there
  The rule verifies that a company that leads a region has started a program there by the plan's
  date: leaders were named for their strengths.
  Source: "they will divide up responsibilities, with each focusing on existing core strengths"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: The leader itself sells there

    Background:
      Given the leaderships
        | company    | region  |
        | mitsubishi | oceania |

    @accept
    Example: Mitsubishi sells the Triton in Oceania
      Given the programs
        | id         | company    | segment | body   | regions | start   |
        | m-triton-6 | mitsubishi | D       | pickup | oceania | 2023-07 |
        | n-leaf-3   | nissan     | C       | suv    | japan   | 2025-10 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: only Nissan sells there
      Given the programs
        | id           | company    | segment | body   | regions | start      |
        | n-navara-d27 | nissan     | D       | pickup | oceania | 2025-12-20 |
        | m-triton-6   | mitsubishi | D       | pickup | japan   | 2023-07    |
      When the plan is checked
      Then exactly these findings are reported
        | subject                    | field   | severity | message                                                                      | hint                                                                                               |
        | region oceania, mitsubishi | company | warning  | Mitsubishi leads Oceania, but has not started a program there by 2025-12-31. | Have Oceania led by a company that sells there, or record the program that Mitsubishi sells there. |

    @accept
    Example: its first program starts on the plan's date
      Given the programs
        | id         | company    | segment | body   | regions | start      |
        | m-triton-7 | mitsubishi | D       | pickup | oceania | 2025-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: its first program starts the day after
      Given the programs
        | id         | company    | segment | body   | regions | start      |
        | m-triton-7 | mitsubishi | D       | pickup | oceania | 2026-01-01 |
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: its first program has no start yet
      Given the programs
        | id         | company    | segment | body   | regions | start |
        | m-triton-7 | mitsubishi | D       | pickup | oceania |       |
      When the plan is checked
      Then the rule is undetermined

  Rule: Only claims to a region are asked

    @not-applicable
    Example: Mitsubishi leads a technology
      Given the leaderships
        | company    | technology     |
        | mitsubishi | plug-in-hybrid |
      When the plan is checked
      Then the rule is not applicable
