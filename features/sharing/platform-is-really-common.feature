@platform-is-really-common
Feature: A common platform is used by at least two members
  The rule verifies that at least two members have started a program on each platform marked common.
  Source: "the companies will share platforms, upper bodies, production sites, development costs, so on and so forth"

  Background:
    Given the reference data of the Alliance
    And the plan is dated 2025-12-31

  Rule: Two members make a platform common

    Background:
      Given the platforms
        | id     | name    | common | segments |
        | cmf-ev | CMF-EV  | true   | C, D     |

    @accept
    Example: Ariya and Megane E-Tech are on CMF-EV
      Given the programs
        | id             | company | segment | body  | platform | start   |
        | n-ariya        | nissan  | C       | suv   | cmf-ev   | 2021-06 |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | 2021-11 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Nissan alone is on CMF-EV, with two programs
      Given the programs
        | id       | company | segment | body | platform | start   |
        | n-ariya  | nissan  | C       | suv  | cmf-ev   | 2021-06 |
        | n-leaf-3 | nissan  | C       | suv  | cmf-ev   | 2025    |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field  | severity | message                                                                                                  | hint                                                         |
        | cmf-ev  | common | warning  | CMF-EV is marked common, but 1 members have started a program on it by 2025-12-31; at least 2 are asked. | Mark CMF-EV as not common until another member builds on it. |

    @reject
    Example: a partner that is no member does not count
      Given the programs
        | id      | company | segment | body  | platform | start   |
        | n-ariya | nissan  | C       | suv   | cmf-ev   | 2021-06 |
        | g-ex5   | geely   | C       | suv   | cmf-ev   | 2024    |
      When the plan is checked
      Then the rule is broken

    @accept
    Example: the second member starts on the plan's date
      Given the programs
        | id             | company | segment | body  | platform | start      |
        | n-ariya        | nissan  | C       | suv   | cmf-ev   | 2021-06    |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | 2025-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the second member starts the day after
      Given the programs
        | id             | company | segment | body  | platform | start      |
        | n-ariya        | nissan  | C       | suv   | cmf-ev   | 2021-06    |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | 2026-01-01 |
      When the plan is checked
      Then the rule is broken

    @undetermined
    Example: Renault's platform is not chosen yet
      Given the programs
        | id             | company | segment | body  | platform | start   |
        | n-ariya        | nissan  | C       | suv   | cmf-ev   | 2021-06 |
        | r-megane-etech | renault | C       | hatch |          | 2021-11 |
      When the plan is checked
      Then the rule is undetermined

  Rule: How many members are asked can be set

    @reject
    Example: three members are asked
      Given the platforms
        | id     | name   | common |
        | cmf-ev | CMF-EV | true   |
      And the rule's members is set to 3
      And the programs
        | id             | company | segment | body  | platform | start   |
        | n-ariya        | nissan  | C       | suv   | cmf-ev   | 2021-06 |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | 2021-11 |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field  | severity | message                                                                                                              |
        | cmf-ev  | common | warning  | CMF-EV is marked common, but 2 members have started a program on it by 2025-12-31; at least 3 are asked. |

  Rule: A platform that is not marked common is not asked

    @not-applicable
    Example: Mitsubishi has its platform for itself
      Given the platforms
        | id     | name          | common |
        | mmc-gs | Mitsubishi GS | false  |
      And the programs
        | id              | company    | segment | body | platform | start |
        | m-eclipse-cross | mitsubishi | C       | suv  | mmc-gs   | 2017  |
      When the plan is checked
      Then the rule is not applicable
