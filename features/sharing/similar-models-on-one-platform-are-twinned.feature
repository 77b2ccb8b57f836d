@similar-models-on-one-platform-are-twinned
Feature: Similar models on one platform are twinned
  The rule verifies that two programs of one segment and body on one platform, sold by two companies
  in one region at one time, are twins. It informs: these pairs are the nearest to being twins.
  Source: "Instead of just sharing platforms, similar models will essentially be twinned together."

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31
    And the programs
      | id          | name            | company | segment | body | platform | regions | powertrains | start   | end |
      | n-qashqai-3 | Nissan Qashqai  | nissan  | C       | suv  | cmf-cd   | europe  | hybrid      | 2021-03 |     |
      | r-austral   | Renault Austral | renault | C       | suv  | cmf-cd   | europe  | hybrid      | 2022-10 |     |

  Rule: One of the two follows the other, or both follow one company

    @reject
    Example: Austral and Qashqai
      When the plan is checked
      Then exactly these findings are reported
        | program     | field    | severity | message                                                                                                 | hint                                  |
        | n-qashqai-3 | platform | info     | Nissan Qashqai and Renault Austral are both C suv on CMF-C/D and sold in the same region, but no twins. | Have one of the two follow the other. |

    @reject
    Example: one region and one powertrain in common are enough
      Given n-qashqai-3 has regions europe; japan
      And n-qashqai-3 has powertrains hybrid; combustion
      When the plan is checked
      Then the rule is broken

    @accept
    Example: the Austral follows the Qashqai
      Given r-austral has leader n-qashqai-3
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @undetermined
    Example: whether the Austral follows is not decided
      Given r-austral has leader ?
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: the Austral's platform is not chosen yet
      Given r-austral has platform ?
      When the plan is checked
      Then the rule is undetermined

  Rule: Other programs are not compared

    @not-applicable
    Example: another platform
      Given r-austral has platform cmf-b-hs
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: another segment
      Given r-austral has segment D
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: another body
      Given r-austral has body estate
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: the same company
      Given r-austral has company nissan
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: another region
      Given r-austral has regions russia
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: another powertrain
      Given r-austral has powertrains electric
      When the plan is checked
      Then the rule is not applicable

    @reject
    Example: the Austral ends on the plan's date
      Given r-austral has end 2025-12-31
      When the plan is checked
      Then the rule is broken

    @not-applicable
    Example: the Austral ended the day before
      Given r-austral has end 2025-12-30
      When the plan is checked
      Then the rule is not applicable

    @reject
    Example: the Qashqai ends on the plan's date
      Given n-qashqai-3 has end 2025-12-31
      When the plan is checked
      Then the rule is broken

    @not-applicable
    Example: the Qashqai ended the day before
      Given n-qashqai-3 has end 2025-12-30
      When the plan is checked
      Then the rule is not applicable

    @reject
    Example: the Austral starts on the day the Qashqai ends
      Given n-qashqai-3 has end 2027-06-30
      And r-austral has start 2027-06-30
      When the plan is checked
      Then the rule is broken

    @not-applicable
    Example: the Austral starts the day after the Qashqai ends
      Given n-qashqai-3 has end 2027-06-30
      And r-austral has start 2027-07-01
      When the plan is checked
      Then the rule is not applicable
