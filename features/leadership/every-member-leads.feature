@every-member-leads
Feature: Every member leads a region, a technology and a model line
  The rule verifies that each member leads at least one of each kind.
  Source: "Each firm will become the ‘lead’ partner in certain regions, model lines and technologies."

  Rule: One of each kind is enough

    Background:
      Given the companies
        | id     | name   | member |
        | nissan | Nissan | true   |
        | geely  | Geely  | false  |
      And the regions
        | id    | name  |
        | japan | Japan |
        | china | China |
      And the technologies
        | id                 | name               |
        | autonomous-driving | Autonomous driving |

    @accept
    Example: Nissan leads one of each
      Given the leaderships
        | company | region | technology         | model line segment | model line body |
        | nissan  | japan  |                    |                    |                 |
        | nissan  |        | autonomous-driving |                    |                 |
        | nissan  |        |                    | C                  | suv             |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: without a model line
      Given the leaderships
        | company | region | technology         |
        | nissan  | japan  |                    |
        | nissan  | china  |                    |
        | nissan  |        | autonomous-driving |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                                                           | hint                                                     |
        | nissan  | id    | warning  | Nissan leads too little: regions 2, technologies 1, model lines 0; at least one of each is asked of every member. | Assign Nissan what it leads of the kind that is missing. |

    @reject
    Example: without a technology
      Given the leaderships
        | company | region | model line segment | model line body |
        | nissan  | japan  |                    |                 |
        | nissan  |        | C                  | suv             |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                                                       |
        | nissan  | id    | warning  | Nissan leads too little: regions 1, technologies 0, model lines 1; at least one of each is asked of every member. |

    @reject
    Example: without a region; what others lead does not count
      Given the leaderships
        | company | region | technology         | model line segment | model line body |
        | geely   | japan  |                    |                    |                 |
        | nissan  |        | autonomous-driving |                    |                 |
        | nissan  |        |                    | C                  | suv             |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                                                       |
        | nissan  | id    | warning  | Nissan leads too little: regions 0, technologies 1, model lines 1; at least one of each is asked of every member. |

    @reject
    Example: nothing at all; what others lead does not count
      Given the leaderships
        | company | region | technology         | model line segment | model line body |
        | geely   | japan  |                    |                    |                 |
        | geely   |        | autonomous-driving |                    |                 |
        | geely   |        |                    | C                  | suv             |
      When the plan is checked
      Then exactly these findings are reported
        | subject | field | severity | message                                                                                                       |
        | nissan  | id    | warning  | Nissan leads too little: regions 0, technologies 0, model lines 0; at least one of each is asked of every member. |

    @undetermined
    Example: what Nissan leads is said, but not which region
      Given the leaderships
        | company | region | technology         | model line segment | model line body |
        | nissan  |        | autonomous-driving |                    |                 |
        | nissan  | ?      |                    |                    |                 |
        | nissan  |        |                    | C                  | suv             |
      When the plan is checked
      Then the rule is undetermined

  Rule: Only members are asked

    @not-applicable
    Example: a partner that is no member leads nothing
      Given the companies
        | id       | name     | member |
        | dongfeng | Dongfeng | false  |
      When the plan is checked
      Then the rule is not applicable
