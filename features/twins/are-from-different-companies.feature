@are-from-different-companies
Feature: Twins are from different companies
  The rule verifies that a follower is sold by another company than its leader. A follower of the
  same company is a derivative; that is said, and is no mistake.
  Source: "by 2025, about half of all Alliance member vehicles will be jointly developed"

  Background:
    Given the reference data of the Alliance

  Rule: A joint program joins two companies

    @accept
    Example: Nissan's Micra follows the Renault 5
      Given the programs
        | id         | company | segment | body  | leader    |
        | r-5-etech  | renault | B       | hatch |           |
        | n-micra-ev | nissan  | B       | hatch | r-5-etech |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the Alpine A290 follows the Renault 5; Alpine is a brand of Renault
      Given the programs
        | id        | name             | company | brand   | segment | body  | leader    |
        | r-5-etech | Renault 5 E-Tech | renault | renault | B       | hatch |           |
        | a-a290    | Alpine A290      | renault | alpine  | B       | hatch | r-5-etech |
      When the plan is checked
      Then exactly these findings are reported
        | program | field  | severity | message                                                                                             | hint                                                                 |
        | a-a290  | leader | info     | Alpine A290 and its leader Renault 5 E-Tech are both of Renault: a derivative, not a joint program. | Nothing needs to change; it is not counted among the joint programs. |

    @undetermined
    Example: whether the A290 follows is not decided
      Given the programs
        | id        | company | segment | body  | leader |
        | a-a290    | renault | B       | hatch | ?      |
      When the plan is checked
      Then the rule is undetermined

  Rule: A program that follows none is not asked

    @not-applicable
    Example: the Ariya is on its own
      Given the programs
        | id      | company | segment | body |
        | n-ariya | nissan  | C       | suv  |
      When the plan is checked
      Then the rule is not applicable
