@only-members-lead
Feature: Only members lead
  The rule verifies that every company with a leadership is a member of the Alliance.
  Source: "Renault, Nissan, and Mitsubishi have all agreed to deepen their cooperation by adopting a leader-follower model"

  Rule: A leading company is a member

    @accept
    Example: the three members
      Given the reference data of the Alliance
      And the leaderships
        | company    | region  |
        | renault    | europe  |
        | nissan     | japan   |
        | mitsubishi | oceania |
      When the plan is checked
      Then the rule is kept
      And 3 cases are kept

    @reject
    Example: Geely builds Renault's hybrid powertrains, but is no member
      Given the reference data of the Alliance
      And the leaderships
        | company | technology        |
        | geely   | hybrid-powertrain |
      When the plan is checked
      Then exactly these findings are reported
        | subject                             | field   | severity | message                             | hint                                                                       |
        | technology hybrid-powertrain, geely | company | error    | Geely is to lead, but is no member. | Name a member as the leader, or record Geely as a member if it has joined. |

    @undetermined
    Example: whether a company joins is not decided
      Given the companies
        | id    | name  | member |
        | honda | Honda | ?      |
      And the regions
        | id    | name  |
        | japan | Japan |
      And the leaderships
        | company | region |
        | honda   | japan  |
      When the plan is checked
      Then the rule is undetermined

    @not-applicable
    Example: nobody leads anything
      Given the reference data of the Alliance
      And the programs
        | id          | company | segment | body |
        | n-qashqai-3 | nissan  | C       | suv  |
      When the plan is checked
      Then the rule is not applicable
