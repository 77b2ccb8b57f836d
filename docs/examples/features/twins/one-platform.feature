@one-platform
Feature: A follower is on its leader's platform

  Background:
    Given the reference data of the small
    And the programs
      | id       | name            | company | segment | body | platform | leader   | start |
      | n-falcon | Northern Falcon | north   | C       | suv  | compact  |          | 2026  |
      | s-kite   | Southern Kite   | south   | C       | suv  | compact  | n-falcon | 2027  |

  @accept
  Example: both are on the Compact
    When the plan is checked
    Then the rule is kept
    And 1 case is kept

  @reject
  Example: the follower is on the Long
    Given s-kite has platform long
    When the plan is checked
    Then exactly these findings are reported
      | program | field    | severity | message                                                                 |
      | s-kite  | platform | error    | Southern Kite is on Long, but its leader Northern Falcon is on Compact. |

  @undetermined
  Example: the follower's platform is not chosen yet
    Given s-kite has platform ?
    When the plan is checked
    Then the rule is undetermined
    And 0 cases are broken

  @not-applicable
  Example: nobody follows
    Given s-kite has leader none
    When the plan is checked
    Then the rule is not applicable
