@one-leader-per-region
Feature: One company leads a region
  The rule verifies that no two companies lead one region at the same time.
  Source: "designated leaders and followers based on their respective strengths in terms of region"

  Background:
    Given the reference data of the Alliance

  Rule: A region has one leader at a time

    @accept
    Example: three companies lead three regions
      Given the leaderships
        | company    | region  |
        | nissan     | china   |
        | renault    | europe  |
        | mitsubishi | oceania |
      When the plan is checked
      Then the rule is kept
      And 3 cases are kept

    @accept
    Example: a leadership said twice is still one leader
      Given the leaderships
        | company | region |
        | nissan  | china  |
        | nissan  | china  |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Renault takes China, which Nissan leads
      Given the leaderships
        | company | region | since   |
        | nissan  | china  |         |
        | renault | china  | 2026-01 |
      When the plan is checked
      Then the rule is broken
      And exactly these findings are reported
        | subject               | field  | severity | message                                                 | hint                                                                                     |
        | region china, nissan  | region | error    | China is led by Nissan and at the same time by Renault. | Leave China to one company, or end one leadership before the next begins (since, until). |
        | region china, renault | region | error    | China is led by Renault and at the same time by Nissan. | Leave China to one company, or end one leadership before the next begins (since, until). |

  Rule: A region may pass from one company to another

    @accept
    Example: Nissan leads China to the end of 2025, Renault from 2026
      Given the leaderships
        | company | region | since   | until      |
        | nissan  | china  |         | 2025-12-31 |
        | renault | china  | 2026-01 |            |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: one day too many
      Given the leaderships
        | company | region | since      | until      |
        | nissan  | china  |            | 2026-01-01 |
        | renault | china  | 2026-01-01 |            |
      When the plan is checked
      Then exactly these findings are reported
        | subject               | field  | severity | message                                                         |
        | region china, nissan  | region | error    | China is led by Nissan and at the same time by Renault.         |
        | region china, renault | region | error    | China is led by Renault and at the same time by Nissan.         |

  Rule: What is unknown is not a second leader yet

    @undetermined
    Example: the end of Nissan's leadership is not agreed
      Given the leaderships
        | company | region | since   | until |
        | nissan  | china  |         | ?     |
        | renault | china  | 2026-01 |       |
      When the plan is checked
      Then the rule is undetermined
      And 2 cases are undetermined

  Rule: Only claims to a region are asked

    @not-applicable
    Example: a technology is led, but no region
      Given the leaderships
        | company | technology         |
        | nissan  | autonomous-driving |
      When the plan is checked
      Then the rule is not applicable
