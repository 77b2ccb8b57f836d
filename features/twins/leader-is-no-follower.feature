@leader-is-no-follower
Feature: A leader follows nobody
  The rule verifies that a program which others follow does not follow one itself: no chains, no
  circles, nobody behind itself.
  Source: "Renault, Nissan, and Mitsubishi have all agreed to deepen their cooperation by adopting a leader-follower model"

  Background:
    Given the reference data of the Alliance

  Rule: Followers follow a program that leads

    @accept
    Example: Micra and A290 both follow the Renault 5
      Given the programs
        | id          | company | segment | body  | leader      |
        | r-5-etech   | renault | B       | hatch |             |
        | n-micra-ev  | nissan  | B       | hatch | r-5-etech   |
        | a-a290      | renault | B       | hatch | r-5-etech   |
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @reject
    Example: Kiger follows Magnite, which follows Triber
      Given the programs
        | id        | name           | company | segment | body | leader    | start   |
        | r-triber  | Renault Triber | renault | B       | mpv  |           | 2020-08 |
        | n-magnite | Nissan Magnite | nissan  | B       | suv  | r-triber  | 2020-12 |
        | r-kiger   | Renault Kiger  | renault | B       | suv  | n-magnite | 2021-01 |
      When the plan is checked
      Then exactly these findings are reported
        | program | field  | severity | message                                                                    | hint                                                                |
        | r-kiger | leader | error    | Renault Kiger follows Nissan Magnite, which itself follows Renault Triber. | Have Renault Kiger follow the program that leads them all, or none. |

    @reject
    Example: a circle of two
      Given the programs
        | id        | name           | company | segment | body | leader    | start   |
        | n-magnite | Nissan Magnite | nissan  | B       | suv  | r-kiger   | 2020-12 |
        | r-kiger   | Renault Kiger  | renault | B       | suv  | n-magnite | 2021-01 |
      When the plan is checked
      Then exactly these findings are reported
        | program   | field  | severity | message                                                                            |
        | n-magnite | leader | error    | Nissan Magnite follows Renault Kiger, which itself follows Nissan Magnite. |
        | r-kiger   | leader | error    | Renault Kiger follows Nissan Magnite, which itself follows Renault Kiger.  |

    @reject
    Example: a program behind itself
      Given the programs
        | id      | name          | company | segment | body | leader  | start   |
        | r-kiger | Renault Kiger | renault | B       | suv  | r-kiger | 2021-01 |
      When the plan is checked
      Then exactly these findings are reported
        | program | field  | severity | message                                                                           |
        | r-kiger | leader | error    | Renault Kiger follows Renault Kiger, which itself follows Renault Kiger. |

    @undetermined
    Example: whether the Magnite follows is not decided
      Given the programs
        | id        | company | segment | body | leader    |
        | n-magnite | nissan  | B       | suv  | ?         |
        | r-kiger   | renault | B       | suv  | n-magnite |
      When the plan is checked
      Then the rule is undetermined
      And 2 cases are undetermined

  Rule: What was decided before the model was announced is information

    @reject
    Scenario Outline: a Kiger that starts on <start>
      Given the programs
        | id      | name          | company | segment | body | leader  | start   |
        | r-kiger | Renault Kiger | renault | B       | suv  | r-kiger | <start> |
      When the plan is checked
      Then exactly these findings are reported
        | program | field  | severity   | message                                                                  |
        | r-kiger | leader | <severity> | Renault Kiger follows Renault Kiger, which itself follows Renault Kiger. |

      Examples:
        | start      | severity |
        | 2020-05-26 | info     |
        | 2020-05-27 | error    |

  Rule: A program that follows none is not asked

    @not-applicable
    Example: the Ariya is on its own
      Given the programs
        | id      | company | segment | body |
        | n-ariya | nissan  | C       | suv  |
      When the plan is checked
      Then the rule is not applicable
