@rivals-are-twinned
Feature: Rivals are twinned
  The rule verifies that one company leads the programs of one segment, body, region and powertrain
  that are on sale or to come. It reports each such market once, never each pair in it.
  Source: "Instead of just sharing platforms, similar models will essentially be twinned together."

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: Similar models of two companies are twins

    @accept
    Example: Symbioz and Grandis are twins
      Given the programs
        | id        | company    | segment | body | regions | powertrains | leader    |
        | r-symbioz | renault    | C       | suv  | europe  | hybrid      |           |
        | m-grandis | mitsubishi | C       | suv  | europe  | hybrid      | r-symbioz |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @accept
    Example: two cars of one company are no rivals
      Given the programs
        | id        | company | segment | body | regions | powertrains |
        | r-symbioz | renault | C       | suv  | europe  | hybrid      |
        | r-austral | renault | C       | suv  | europe  | hybrid      |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Austral and Qashqai are rivals in Europe
      Given the programs
        | id          | name            | company | segment | body | regions | powertrains         |
        | r-austral   | Renault Austral | renault | C       | suv  | europe  | combustion; hybrid  |
        | n-qashqai-3 | Nissan Qashqai  | nissan  | C       | suv  | europe  | combustion          |
      When the plan is checked
      Then exactly these findings are reported
        | subject                 | field | severity | message                                                                                                 | hint                                                                                       |
        | C/suv/europe/combustion |       | warning  | Nissan, Renault compete in C suv with combustion powertrain in Europe: Nissan Qashqai, Renault Austral. | Choose one of them to lead, and have the others follow it; or give the reason in a waiver. |
      And 1 case is kept

    @reject
    Example: a twin of one of the rivals does not settle it, and three rivals are one finding
      Given the programs
        | id          | name               | company    | segment | body | regions | powertrains | leader    |
        | r-symbioz   | Renault Symbioz    | renault    | C       | suv  | europe  | hybrid      |           |
        | m-grandis   | Mitsubishi Grandis | mitsubishi | C       | suv  | europe  | hybrid      | r-symbioz |
        | n-qashqai-3 | Nissan Qashqai     | nissan     | C       | suv  | europe  | hybrid      |           |
      When the plan is checked
      Then exactly these findings are reported
        | subject             | field | severity | message                                                                                                                                            |
        | C/suv/europe/hybrid |       | warning  | Nissan, Renault compete in C suv with hybrid powertrain in Europe: Mitsubishi Grandis, Nissan Qashqai, Renault Symbioz. |

  Rule: Other segments, bodies, regions and powertrains are other markets

    @accept
    Example: each differs in one of the four
      Given the programs
        | id          | company    | segment | body  | regions | powertrains |
        | n-qashqai-3 | nissan     | C       | suv   | europe  | combustion  |
        | r-captur-2  | renault    | B       | suv   | europe  | combustion  |
        | r-megane-4  | renault    | C       | hatch | europe  | combustion  |
        | r-arkana    | renault    | C       | suv   | russia  | combustion  |
        | r-scenic    | renault    | C       | suv   | europe  | electric    |
      When the plan is checked
      Then the rule is kept
      And 5 cases are kept

  Rule: Only programs on sale at the plan's date or later are rivals

    @reject
    Example: the Kadjar ends on the plan's date
      Given the programs
        | id          | company | segment | body | regions | powertrains | end        |
        | r-kadjar    | renault | C       | suv  | europe  | combustion  | 2025-12-31 |
        | n-qashqai-3 | nissan  | C       | suv  | europe  | combustion  |            |
      When the plan is checked
      Then the rule is broken
      And 1 case is broken

    @accept
    Example: the Kadjar ended the day before
      Given the programs
        | id          | company | segment | body | regions | powertrains | end        |
        | r-kadjar    | renault | C       | suv  | europe  | combustion  | 2025-12-30 |
        | n-qashqai-3 | nissan  | C       | suv  | europe  | combustion  |            |
      When the plan is checked
      Then the rule is kept

  Rule: What is unknown may mend it

    @undetermined
    Example: whether the Qashqai follows is not decided
      Given the programs
        | id          | company | segment | body | regions | powertrains | leader |
        | r-austral   | renault | C       | suv  | europe  | combustion  |        |
        | n-qashqai-3 | nissan  | C       | suv  | europe  | combustion  | ?      |
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: when the Kadjar ends is open
      Given the programs
        | id          | company | segment | body | regions | powertrains | end |
        | r-kadjar    | renault | C       | suv  | europe  | combustion  | ?   |
        | n-qashqai-3 | nissan  | C       | suv  | europe  | combustion  |     |
      When the plan is checked
      Then the rule is undetermined

  Rule: A program without a market is in none

    @not-applicable
    Example: where the Ariya is sold is open
      Given the programs
        | id      | company | segment | body | regions | powertrains |
        | n-ariya | nissan  | C       | suv  | ?       | electric    |
      When the plan is checked
      Then the rule is not applicable
