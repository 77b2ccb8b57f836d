@follower-is-on-its-leaders-platform
Feature: A follower is built on its leader's platform
  The rule verifies that twins stay on one platform.
  Source: "which will share a platform and most upper-body elements with the new Renault Kadjar"

  Background:
    Given the reference data of the Alliance

  Rule: Follower and leader name the same platform

    @accept
    Example: Kadjar follows Qashqai on CMF-C/D
      Given the programs
        | id          | name            | company | segment | body | platform | leader      | start   |
        | n-qashqai-3 | Nissan Qashqai  | nissan  | C       | suv  | cmf-cd   |             | 2021-03 |
        | r-kadjar-2  | Renault Kadjar  | renault | C       | suv  | cmf-cd   | n-qashqai-3 | 2022-01 |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: Kadjar drifts to the B platform
      Given the programs
        | id          | name            | company | segment | body | platform | leader      | start   |
        | n-qashqai-3 | Nissan Qashqai  | nissan  | C       | suv  | cmf-cd   |             | 2021-03 |
        | r-kadjar-2  | Renault Kadjar  | renault | C       | suv  | cmf-b-hs | n-qashqai-3 | 2022-01 |
      When the plan is checked
      Then the rule is broken
      And exactly these findings are reported
        | program    | field    | severity | message                                                                              | hint                                             |
        | r-kadjar-2 | platform | error    | Renault Kadjar is on CMF-B (high spec), but its leader Nissan Qashqai is on CMF-C/D. | Move Renault Kadjar to CMF-C/D, or end the twin. |

    @reject
    Example: another variant of one family is another platform
      Given the programs
        | id        | name           | company    | segment | body | platform | leader   | start   |
        | r-symbioz | Renault Symbioz | renault   | C       | suv  | cmf-b-hs |          | 2024    |
        | m-grandis | Mitsubishi Grandis | mitsubishi | C    | suv  | cmf-b-ls | r-symbioz | 2025   |
      When the plan is checked
      Then exactly these findings are reported
        | program   | field    | severity | message                                                                                                        |
        | m-grandis | platform | error    | Mitsubishi Grandis is on CMF-B (low spec), but its leader Renault Symbioz is on CMF-B (high spec). |

  Rule: A platform that is not chosen yet is no other platform

    @undetermined
    Example: Kadjar's platform is not chosen yet
      Given the programs
        | id          | company | segment | body | platform | leader      |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   |             |
        | r-kadjar-2  | renault | C       | suv  |          | n-qashqai-3 |
      When the plan is checked
      Then the rule is undetermined

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Kadjar that starts on <start>
      Given the programs
        | id          | name            | company | segment | body | platform | leader      | start   |
        | n-qashqai-3 | Nissan Qashqai  | nissan  | C       | suv  | cmf-cd   |             | 2020-01 |
        | r-kadjar-2  | Renault Kadjar  | renault | C       | suv  | cmf-b-hs | n-qashqai-3 | <start> |
      When the plan is checked
      Then exactly these findings are reported
        | program    | field    | severity   | message                                                                              |
        | r-kadjar-2 | platform | <severity> | Renault Kadjar is on CMF-B (high spec), but its leader Nissan Qashqai is on CMF-C/D. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | error    |

  Rule: A program that follows none is not asked

    @not-applicable
    Example: a program on its own
      Given the programs
        | id          | company | segment | body | platform |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   |
      When the plan is checked
      Then the rule is not applicable
