@program-fits-its-platform
Feature: A program's segment is one its platform is made for
  The rule verifies that no program is built on a platform that is made for other segments.
  Source: "the companies will share platforms, upper bodies, production sites, development costs, so on and so forth"

  Background:
    Given the reference data of the Alliance

  Rule: The platform is made for the program's segment

    @accept
    Example: the Ariya is a C car on CMF-EV, which is made for C and D
      Given the programs
        | id      | company | segment | body | platform |
        | n-ariya | nissan  | C       | suv  | cmf-ev   |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the Juke is a B car
      Given the programs
        | id        | name           | company | segment | body | platform | start |
        | n-juke-ev | Nissan Juke EV | nissan  | B       | suv  | cmf-ev   | 2027  |
      When the plan is checked
      Then exactly these findings are reported
        | program   | field   | severity | message                                                                            | hint                                                                        |
        | n-juke-ev | segment | error    | Nissan Juke EV is of segment B, which CMF-EV / AmpR Medium is not made for (C, D). | Choose a platform made for segment B, or extend CMF-EV / AmpR Medium to it. |

    @reject
    Example: legacy is information
      Given the programs
        | id        | name           | company | segment | body | platform | start      |
        | n-juke-ev | Nissan Juke EV | nissan  | B       | suv  | cmf-ev   | 2020-05-26 |
      When the plan is checked
      Then exactly these findings are reported
        | program   | field   | severity | message                                                                                    |
        | n-juke-ev | segment | info     | Nissan Juke EV is of segment B, which CMF-EV / AmpR Medium is not made for (C, D). |

    @reject
    Example: what starts on the day of the announcement is not legacy
      Given the programs
        | id        | name           | company | segment | body | platform | start      |
        | n-juke-ev | Nissan Juke EV | nissan  | B       | suv  | cmf-ev   | 2020-05-27 |
      When the plan is checked
      Then exactly these findings are reported
        | program   | field   | severity | message                                                                            |
        | n-juke-ev | segment | error    | Nissan Juke EV is of segment B, which CMF-EV / AmpR Medium is not made for (C, D). |

    @undetermined
    Example: the platform is not chosen yet
      Given the programs
        | id        | company | segment | body | platform |
        | n-juke-ev | nissan  | B       | suv  |          |
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: the segment is not chosen yet
      Given the programs
        | id        | company | segment | body | platform |
        | n-juke-ev | nissan  | ?       | suv  | cmf-ev   |
      When the plan is checked
      Then the rule is undetermined

  Rule: Every program is asked

    @not-applicable
    Example: a plan without programs
      When the plan is checked
      Then the rule is not applicable

  Rule: A program that fits needs nothing else to be known

    @accept
    Example: a plan that says little more than the platform, and of which no rule reports anything
      Given the platforms
        | id     | segments | common |
        | cmf-ev | C; D     | ?      |
      And the targets
        | id                         |
        | common-platforms           |
        | common-platforms-by-family |
        | common-platforms-by-volume |
        | joint-new-programs         |
        | joint-vehicles             |
        | saving                     |
        | trimmed                    |
      And the programs
        | id      | company | segment | body | platform | end |
        | n-ariya | nissan  | C       | suv  | cmf-ev   | ?   |
      And renault has member ?
      And nissan has member ?
      And mitsubishi has member ?
      When the plan is checked
      Then the rule is kept
      And no other rule reports a finding
