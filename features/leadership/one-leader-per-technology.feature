@one-leader-per-technology
Feature: One company leads a technology
  The rule verifies that no two companies lead one technology in scopes that meet and are equally
  narrow. A narrower scope goes before a wider one, so the two do not compete.
  Source: "designated leaders and followers based on their respective strengths in terms of region, the field of technology, or type of product"

  Background:
    Given the reference data of the Alliance

  Rule: Scopes that do not meet have leaders of their own

    @accept
    Example: electric powertrains of CMF-EV and of CMF-BEV
      Given the leaderships
        | company | technology          | families |
        | nissan  | electric-powertrain | cmf-ev   |
        | renault | electric-powertrain | cmf-bev  |
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @accept
    Example: plug-in hybrids of small and of larger cars
      Given the leaderships
        | company    | technology     | segments |
        | renault    | plug-in-hybrid | A, B     |
        | mitsubishi | plug-in-hybrid | C, D     |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: connected cars of two regions
      Given the leaderships
        | company | technology    | regions |
        | nissan  | connected-car | china   |
        | renault | connected-car | europe  |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: two technologies
      Given the leaderships
        | company | technology         |
        | nissan  | autonomous-driving |
        | renault | e-body             |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: one company in two scopes that meet
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | B, C     |
        | mitsubishi | plug-in-hybrid | C, D     |
      When the plan is checked
      Then the rule is kept

  Rule: Equally narrow scopes that meet are a conflict

    @reject
    Example: two leaders of autonomous driving
      Given the leaderships
        | company | technology         |
        | nissan  | autonomous-driving |
        | renault | autonomous-driving |
      When the plan is checked
      Then exactly these findings are reported
        | subject                                | field   | severity | message                                                                             | hint                                                                                            |
        | technology autonomous-driving, nissan  | company | error    | Autonomous driving is led by Nissan and, for some of the same programs, by Renault. | Narrow one of the leaderships (segments, regions, families), or end it before the other begins. |
        | technology autonomous-driving, renault | company | error    | Autonomous driving is led by Renault and, for some of the same programs, by Nissan. | Narrow one of the leaderships (segments, regions, families), or end it before the other begins. |

    @reject
    Example: segment C is in both scopes
      Given the leaderships
        | company    | technology     | segments |
        | renault    | plug-in-hybrid | B, C     |
        | mitsubishi | plug-in-hybrid | C, D     |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: Europe is in both scopes
      Given the leaderships
        | company | technology    | regions       |
        | nissan  | connected-car | china, europe |
        | renault | connected-car | europe        |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: CMF-EV is in both scopes
      Given the leaderships
        | company | technology          | families        |
        | nissan  | electric-powertrain | cmf-ev          |
        | renault | electric-powertrain | cmf-bev, cmf-ev |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: segments against regions, both one key narrow
      Given the leaderships
        | company    | technology     | segments | regions |
        | renault    | plug-in-hybrid |          | europe  |
        | mitsubishi | plug-in-hybrid | C, D     |         |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: families against segments, both one key narrow
      Given the leaderships
        | company    | technology     | segments | families |
        | renault    | plug-in-hybrid |          | cmf-cd   |
        | mitsubishi | plug-in-hybrid | C, D     |          |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @accept
    Example: a narrower scope is an exception, not a conflict
      Given the leaderships
        | company | technology          | families |
        | renault | electric-powertrain |          |
        | nissan  | electric-powertrain | cmf-ev   |
      When the plan is checked
      Then the rule is kept

  Rule: A technology may pass from one company to another

    @accept
    Example: Renault follows Nissan the day after
      Given the leaderships
        | company | technology         | since      | until      |
        | nissan  | autonomous-driving |            | 2027-06-30 |
        | renault | autonomous-driving | 2027-07-01 |            |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Renault begins on Nissan's last day
      Given the leaderships
        | company | technology         | since      | until      |
        | nissan  | autonomous-driving |            | 2027-06-30 |
        | renault | autonomous-driving | 2027-06-30 |            |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

  Rule: An open scope may meet the other

    @undetermined
    Example: Renault's segments are not agreed
      Given the leaderships
        | company    | technology     | segments |
        | renault    | plug-in-hybrid | ?        |
        | mitsubishi | plug-in-hybrid | C, D     |
      When the plan is checked
      Then the rule is undetermined
      And 2 cases are undetermined

  Rule: Only claims to a technology are asked

    @not-applicable
    Example: a region is led, but no technology
      Given the leaderships
        | company | region |
        | nissan  | china  |
      When the plan is checked
      Then the rule is not applicable
