@one-mother-per-segment-and-region
Feature: One mother vehicle for a segment and region
  The rule verifies that the joint programs under the model of one segment, body and region follow one
  mother vehicle. It is off unless selected.
  Source: "Per product segment one mother vehicle (leader car) and sister vehicles"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: Joint programs of one market have one mother

    Background:
      Given the programs
        | id          | name               | company    | segment | body | regions | leader     | start      | end |
        | r-symbioz   | Renault Symbioz    | renault    | C       | suv  | europe  |            | 2024       |     |
        | m-grandis   | Mitsubishi Grandis | mitsubishi | C       | suv  | europe  | r-symbioz  | 2025       |     |
        | n-qashqai-3 | Nissan Qashqai     | nissan     | C       | suv  | europe  |            | 2021       |     |
        | r-kadjar-2  | Renault Kadjar     | renault    | C       | suv  | europe  |            | 2022       |     |

    @accept
    Example: Symbioz and Grandis; programs that are not joint do not count
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: Qashqai and Kadjar are twins, too
      Given r-kadjar-2 has leader n-qashqai-3
      When the plan is checked
      Then exactly these findings are reported
        | subject      | field | severity | message                                                                                    | hint                                                                         |
        | C/suv/europe |       | warning  | The C suv in Europe has 2 mother vehicles (Nissan Qashqai, Renault Symbioz); one is asked. | Let the other programs of this segment become sisters of one mother vehicle. |

    @accept
    Example: leader and follower count wherever they are sold, and a derivative nowhere
      Given r-symbioz has regions europe; oceania
      And m-grandis has regions europe; japan
      And the programs
        | id        | name           | company | segment | body | regions       | start |
        | r-arkana  | Renault Arkana | renault | C       | suv  | russia; china | 2021  |
      And r-kadjar-2 has leader r-arkana
      And r-kadjar-2 has regions russia; china
      When the plan is checked
      Then the rule is kept
      And 3 cases are kept

    @not-applicable
    Example: a plan without a day of announcement
      Given new programs count from no date
      When the plan is checked
      Then the rule is not applicable

    @accept
    Example: Qashqai and Kadjar are twins in Russia
      Given r-kadjar-2 has leader n-qashqai-3
      And r-kadjar-2 has regions russia
      And n-qashqai-3 has regions russia
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @accept
    Example: Qashqai and Kadjar are twins from before the model
      Given r-kadjar-2 has leader n-qashqai-3
      And n-qashqai-3 has start 2020-05-26
      And r-kadjar-2 has start 2020-05-26
      When the plan is checked
      Then the rule is kept

    @reject
    Example: they start on the day it was announced
      Given r-kadjar-2 has leader n-qashqai-3
      And n-qashqai-3 has start 2020-05-27
      And r-kadjar-2 has start 2020-05-27
      When the plan is checked
      Then the rule is broken

    @accept
    Example: Qashqai and Kadjar have ended
      Given r-kadjar-2 has leader n-qashqai-3
      And n-qashqai-3 has end 2025-12-30
      And r-kadjar-2 has end 2025-12-30
      When the plan is checked
      Then the rule is kept

    @reject
    Example: they end on the plan's date
      Given r-kadjar-2 has leader n-qashqai-3
      And n-qashqai-3 has end 2025-12-31
      And r-kadjar-2 has end 2025-12-31
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: whether the Kadjar follows is not decided
      Given r-kadjar-2 has leader ?
      When the plan is checked
      Then the rule is undetermined

  Rule: A plan without joint programs has no mothers

    @not-applicable
    Example: the Ariya is on its own
      Given the programs
        | id      | company | segment | body | regions | start |
        | n-ariya | nissan  | C       | suv  | europe  | 2021  |
      When the plan is checked
      Then the rule is not applicable
