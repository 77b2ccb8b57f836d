@similar-models-on-one-platform-are-twinned
Feature: Similar models on one platform are twinned
  The rule verifies that one company develops the programs of one segment and body that stand on one
  platform and are sold in one region. It informs: these programs are the nearest to being twins.
  Source: "Instead of just sharing platforms, similar models will essentially be twinned together."

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: One leads, and the others follow

    @accept
    Example: the Austral follows the Qashqai
      Given the programs
        | id          | company | segment | body | platform | regions | leader      |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   | europe  |             |
        | r-austral   | renault | C       | suv  | cmf-cd   | europe  | n-qashqai-3 |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: Austral and Qashqai, whatever drives them
      Given the programs
        | id          | name            | company | segment | body | platform | regions       | powertrains |
        | n-qashqai-3 | Nissan Qashqai  | nissan  | C       | suv  | cmf-cd   | europe; japan | combustion  |
        | r-austral   | Renault Austral | renault | C       | suv  | cmf-cd   | europe        | hybrid      |
      When the plan is checked
      Then exactly these findings are reported
        | subject             | field | severity | message                                                                                                            | hint                                              |
        | cmf-cd/C/suv/europe |       | info     | Nissan, Renault each develop a C suv of their own on CMF-C/D for Europe: Nissan Qashqai, Renault Austral. | Have one of them lead, and the others follow it. |
      And 1 case is kept

    @reject
    Example: a twin of one of them does not settle it, and three programs are one finding
      Given the programs
        | id            | name               | company    | segment | body | platform | regions | leader      |
        | n-qashqai-3   | Nissan Qashqai     | nissan     | C       | suv  | cmf-cd   | europe  |             |
        | r-austral     | Renault Austral    | renault    | C       | suv  | cmf-cd   | europe  |             |
        | m-outlander-c | Mitsubishi Compact | mitsubishi | C       | suv  | cmf-cd   | europe  | n-qashqai-3 |
      When the plan is checked
      Then exactly these findings are reported
        | subject             | field | severity | message                                                                                                                                |
        | cmf-cd/C/suv/europe |       | info     | Nissan, Renault each develop a C suv of their own on CMF-C/D for Europe: Mitsubishi Compact, Nissan Qashqai, Renault Austral. |

    @accept
    Example: two cars of one company
      Given the programs
        | id          | company | segment | body | platform | regions |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   | europe  |
        | n-rogue-c   | nissan  | C       | suv  | cmf-cd   | europe  |
      When the plan is checked
      Then the rule is kept

  Rule: Other programs are not compared

    @accept
    Example: each differs in one of the four
      Given the programs
        | id          | company | segment | body   | platform | regions |
        | n-qashqai-3 | nissan  | C       | suv    | cmf-cd   | europe  |
        | r-captur-2  | renault | C       | suv    | cmf-b-hs | europe  |
        | r-espace-6  | renault | D       | suv    | cmf-cd   | europe  |
        | r-megane-4  | renault | C       | estate | cmf-cd   | europe  |
        | r-kadjar-ru | renault | C       | suv    | cmf-cd   | russia  |
      When the plan is checked
      Then the rule is kept
      And 5 cases are kept

    @reject
    Example: the Austral ends on the plan's date
      Given the programs
        | id          | company | segment | body | platform | regions | end        |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   | europe  |            |
        | r-austral   | renault | C       | suv  | cmf-cd   | europe  | 2025-12-31 |
      When the plan is checked
      Then the rule is broken
      And 1 case is broken

    @accept
    Example: the Austral ended the day before
      Given the programs
        | id          | company | segment | body | platform | regions | end        |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   | europe  |            |
        | r-austral   | renault | C       | suv  | cmf-cd   | europe  | 2025-12-30 |
      When the plan is checked
      Then the rule is kept

  Rule: What is unknown may mend it

    @undetermined
    Example: whether the Austral follows is not decided
      Given the programs
        | id          | company | segment | body | platform | regions | leader |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   | europe  |        |
        | r-austral   | renault | C       | suv  | cmf-cd   | europe  | ?      |
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: when the Austral ends is open
      Given the programs
        | id          | company | segment | body | platform | regions | end |
        | n-qashqai-3 | nissan  | C       | suv  | cmf-cd   | europe  |     |
        | r-austral   | renault | C       | suv  | cmf-cd   | europe  | ?   |
      When the plan is checked
      Then the rule is undetermined

  Rule: A program without a platform stands on none with others

    @not-applicable
    Example: the Austral's platform is not chosen yet
      Given the programs
        | id        | company | segment | body | platform | regions |
        | r-austral | renault | C       | suv  | ?        | europe  |
      When the plan is checked
      Then the rule is not applicable
