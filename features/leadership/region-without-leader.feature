@region-without-leader
Feature: A region that programs are sold in has a leader
  The rule verifies that somebody is assigned to every region with programs on sale or to come.
  The sources leave the list of regions open, so it informs and does not judge.
  Source: "Nissan will be the leader for markets such as China, North America, and Japan"

  Background:
    Given the reference data of the Alliance

  Rule: Where programs are sold, somebody leads

    @accept
    Example: the Leaf is sold in Japan, which Nissan leads
      Given the leaderships
        | company | region |
        | nissan  | japan  |
        | renault | europe |
      And the programs
        | id       | company | segment | body | regions |
        | n-leaf-3 | nissan  | C       | suv  | japan   |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: nobody leads India
      Given the leaderships
        | company | region |
        | nissan  | japan  |
      And the programs
        | id       | company | segment | body | regions      |
        | r-kiger  | renault | B       | suv  | india; japan |
        | n-leaf-3 | nissan  | C       | suv  | japan        |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                            | hint                                                                      |
        | india   | id    | info     | Programs are sold in India, but no company is assigned to lead it. | Assign India to a company (leaderships), or go on without a leader there. |

  Rule: Only programs on sale at the plan's date or later count

    @reject
    Example: the last program in India ends on the plan's date
      Given the leaderships
        | company | region |
        | nissan  | japan  |
      And the plan is dated 2025-12-31
      And the programs
        | id      | company | segment | body | regions | end        |
        | r-kiger | renault | B       | suv  | india   | 2025-12-31 |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                             |
        | india   | id    | info     | Programs are sold in India, but no company is assigned to lead it. |

    @not-applicable
    Example: it ended the day before
      Given the leaderships
        | company | region |
        | nissan  | japan  |
      And the plan is dated 2025-12-31
      And the programs
        | id      | company | segment | body | regions | end        |
        | r-kiger | renault | B       | suv  | india   | 2025-12-30 |
      When the plan is checked
      Then the rule is not applicable

  Rule: What is unknown may be a region or a leader

    @undetermined
    Example: the regions of a program are not chosen yet
      Given the leaderships
        | company | region |
        | nissan  | japan  |
      And the programs
        | id      | company | segment | body | regions |
        | r-kiger | renault | B       | suv  |         |
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: a leadership whose region is open may be that of India
      Given the leaderships
        | company | region |
        | nissan  | ?      |
      And the programs
        | id      | company | segment | body | regions |
        | r-kiger | renault | B       | suv  | india   |
      When the plan is checked
      Then the rule is undetermined
      And 1 case is undetermined
