@one-leader-per-model-line
Feature: One company leads a model line
  The rule verifies that no two companies lead one model line at the same time, in scopes that are
  equally narrow, nor the line of one program.
  Source: "Each firm will become the ‘lead’ partner in certain regions, model lines and technologies."

  Background:
    Given the reference data of the Alliance

  Rule: A line by segment and body has one leader

    @accept
    Example: Nissan leads C-SUVs, Renault B-SUVs
      Given the leaderships
        | company | model line segment | model line body |
        | nissan  | C                  | suv             |
        | renault | B                  | suv             |
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @accept
    Example: Nissan leads C-SUVs, Renault C-hatches
      Given the leaderships
        | company | model line segment | model line body |
        | nissan  | C                  | suv             |
        | renault | C                  | hatch           |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: both lead C-SUVs
      Given the leaderships
        | company | model line segment | model line body |
        | nissan  | C                  | suv             |
        | renault | C                  | suv             |
      When the plan is checked
      Then exactly these findings are reported
        | subject                   | field      | severity | message                                                                       | hint                                                                                                                    |
        | model line C suv, nissan  | model_line | error    | A model line is led by Nissan and, for some of the same programs, by Renault. | Leave the line to one of them, narrow one of the two (regions, segments, families), or end one before the other begins. |
        | model line C suv, renault | model_line | error    | A model line is led by Renault and, for some of the same programs, by Nissan. | Leave the line to one of them, narrow one of the two (regions, segments, families), or end one before the other begins. |

    @accept
    Example: Renault's line is one of Europe, and goes before Nissan's
      Given the leaderships
        | company | model line segment | model line body | regions |
        | nissan  | C                  | suv             |         |
        | renault | C                  | suv             | europe  |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: one line in two regions
      Given the leaderships
        | company | model line segment | model line body | regions |
        | nissan  | C                  | suv             | china   |
        | renault | C                  | suv             | europe  |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: one line in regions that meet
      Given the leaderships
        | company | model line segment | model line body | regions       |
        | nissan  | C                  | suv             | china, europe |
        | renault | C                  | suv             | europe        |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @accept
    Example: one line on two platform families
      Given the leaderships
        | company | model line segment | model line body | families |
        | nissan  | C                  | suv             | cmf-ev   |
        | renault | C                  | suv             | cmf-cd   |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: one line on families that meet
      Given the leaderships
        | company | model line segment | model line body | families       |
        | nissan  | C                  | suv             | cmf-ev, cmf-cd |
        | renault | C                  | suv             | cmf-cd         |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: a region here and a family there, both one key narrow
      Given the leaderships
        | company | model line segment | model line body | regions | families |
        | nissan  | C                  | suv             | europe  |          |
        | renault | C                  | suv             |         | cmf-cd   |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: segments named beside the line do not tell the two apart
      Given the leaderships
        | company | model line segment | model line body | segments | regions |
        | nissan  | C                  | suv             | C        |         |
        | renault | C                  | suv             |          | europe  |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @reject
    Example: segments that meet, named beside the line
      Given the leaderships
        | company | model line segment | model line body | segments |
        | nissan  | C                  | suv             | C, D     |
        | renault | C                  | suv             | C        |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @accept
    Example: segments that do not meet, named beside the line
      Given the leaderships
        | company | model line segment | model line body | segments |
        | nissan  | C                  | suv             | C        |
        | renault | C                  | suv             | D        |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: Renault leads Europe, not a line in it
      Given the leaderships
        | company | region | model line segment | model line body |
        | nissan  |        | C                  | suv             |
        | renault | europe |                    |                 |
      And the programs
        | id          | company | segment | body | regions | start   |
        | n-qashqai-3 | nissan  | C       | suv  | europe  | 2021-03 |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: Renault begins the day after Nissan's last
      Given the leaderships
        | company | model line segment | model line body | since      | until      |
        | nissan  | C                  | suv             |            | 2030-12-31 |
        | renault | C                  | suv             | 2031-01-01 |            |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Renault begins on Nissan's last day
      Given the leaderships
        | company | model line segment | model line body | since      | until      |
        | nissan  | C                  | suv             |            | 2030-12-31 |
        | renault | C                  | suv             | 2030-12-31 |            |
      When the plan is checked
      Then the rule is broken

  Rule: A program is in one model line only

    @accept
    Example: Nissan leads its Qashqai, Renault leads B-SUVs
      Given the leaderships
        | company | model line programs | model line segment | model line body |
        | nissan  | n-qashqai-3         |                    |                 |
        | renault |                     | B                  | suv             |
      And the programs
        | id          | company | segment | body | start   |
        | n-qashqai-3 | nissan  | C       | suv  | 2021-03 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: Nissan leads its Qashqai, Renault leads C-SUVs
      Given the leaderships
        | company | model line programs | model line segment | model line body |
        | nissan  | n-qashqai-3         |                    |                 |
        | renault |                     | C                  | suv             |
      And the programs
        | id          | company | segment | body | start   |
        | n-qashqai-3 | nissan  | C       | suv  | 2021-03 |
      When the plan is checked
      Then the rule is broken
      And 2 cases are broken

    @accept
    Example: Nissan leads the C-SUVs among a list without any, Renault C-SUVs
      Given the leaderships
        | company | model line programs | model line segment | model line body |
        | nissan  | n-leaf-3            | C                  | suv             |
        | renault |                     | C                  | suv             |
      And the programs
        | id       | company | segment | body  | start   |
        | n-leaf-3 | nissan  | C       | hatch | 2025-10 |
      When the plan is checked
      Then the rule is kept
      And 2 cases are kept

    @undetermined
    Example: the segment of the next Qashqai is open
      Given the leaderships
        | company | model line programs | model line segment | model line body |
        | nissan  | n-qashqai-4         |                    |                 |
        | renault |                     | C                  | suv             |
      And the programs
        | id          | company | segment | body | start   |
        | n-qashqai-4 | nissan  | ?       | suv  | 2027    |
      When the plan is checked
      Then the rule is undetermined

    @accept
    Example: Nissan leads two lines that meet
      Given the leaderships
        | company | model line segment | model line body | since   |
        | nissan  | C                  | suv             |         |
        | nissan  | C                  | suv             | 2026-01 |
      When the plan is checked
      Then the rule is kept

  Rule: Only claims to a model line are asked

    @not-applicable
    Example: Renault leads Europe
      Given the leaderships
        | company | region |
        | renault | europe |
      When the plan is checked
      Then the rule is not applicable
