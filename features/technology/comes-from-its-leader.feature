@comes-from-its-leader
Feature: A technology comes from the company that leads it
  The rule verifies that a program takes each of its technologies from the company whose leadership
  covers the program most narrowly.
  Source: "the company will be the lead for plug-in hybrid electric vehicle models for the C and D segments"

  Background:
    Given the reference data of the Alliance

  Rule: The leader of the technology develops it

    @accept
    Example: the Rogue takes its plug-in hybrid from Mitsubishi
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id           | name              | company | segment | body | technologies              | start      |
        | n-rogue-phev | Nissan Rogue PHEV | nissan  | D       | suv  | plug-in-hybrid=mitsubishi | 2026-01-12 |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: the Rafale is a plug-in hybrid of Renault's own
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id       | name           | company | segment | body | technologies                                         | start |
        | r-rafale | Renault Rafale | renault | D       | suv  | hybrid-powertrain=renault; plug-in-hybrid=renault | 2024  |
      When the plan is checked
      Then exactly these findings are reported
        | program  | field                                  | severity | message                                                                                     | hint                                                      |
        | r-rafale | technologies[plug-in-hybrid].developer | error    | Renault Rafale takes Plug-in hybrid from Renault, but Mitsubishi leads it for this program. | Take Plug-in hybrid from Mitsubishi, or ask for a waiver. |

    @reject
    Example: what was decided before the model was announced is information
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id          | name              | company | segment | body   | technologies           | start      |
        | r-megane-4  | Renault Megane IV | renault | C       | estate | plug-in-hybrid=renault | 2020-05-26 |
        | r-megane-4b | Renault Megane IV | renault | C       | hatch  | plug-in-hybrid=renault | 2020-05-27 |
      When the plan is checked
      Then exactly these findings are reported
        | program     | field     | severity | message                                                                                          |
        | r-megane-4  | technologies[plug-in-hybrid].developer | info     | Renault Megane IV takes Plug-in hybrid from Renault, but Mitsubishi leads it for this program. |
        | r-megane-4b | technologies[plug-in-hybrid].developer | error    | Renault Megane IV takes Plug-in hybrid from Renault, but Mitsubishi leads it for this program. |

  Rule: The narrowest scope decides

    @accept
    Example: electric cars on CMF-EV take Nissan's powertrain, whoever leads the others
      Given the leaderships
        | company | technology          | families |
        | renault | electric-powertrain |          |
        | nissan  | electric-powertrain | cmf-ev   |
      And the programs
        | id      | company | segment | body | platform | technologies               |
        | n-ariya | nissan  | C       | suv  | cmf-ev   | electric-powertrain=nissan |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the Megane E-Tech is on CMF-EV with Renault's powertrain
      Given the leaderships
        | company | technology          | families |
        | renault | electric-powertrain |          |
        | nissan  | electric-powertrain | cmf-ev   |
      And the programs
        | id             | name                  | company | segment | body  | platform | technologies                | start   |
        | r-megane-etech | Renault Megane E-Tech | renault | C       | hatch | cmf-ev   | electric-powertrain=renault | 2021-11 |
      When the plan is checked
      Then exactly these findings are reported
        | program        | field     | severity | message                                                                                                   |
        | r-megane-etech | technologies[electric-powertrain].developer | error    | Renault Megane E-Tech takes Electric powertrain from Renault, but Nissan leads it for this program. |

    @accept
    Example: of a narrow scope and a narrower one, the narrower decides
      Given the leaderships
        | company | technology          | families | segments |
        | nissan  | electric-powertrain | cmf-ev   |          |
        | renault | electric-powertrain | cmf-ev   | C        |
      And the programs
        | id             | company | segment | body  | platform | technologies                |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | electric-powertrain=renault |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @accept
    Example: one company leads two scopes that are equally narrow
      Given the leaderships
        | company | technology          | families | segments |
        | renault | electric-powertrain |          | C        |
        | renault | electric-powertrain | cmf-ev   |          |
      And the programs
        | id             | company | segment | body  | platform | technologies                |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | electric-powertrain=renault |
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @not-applicable
    Example: two companies lead scopes that are equally narrow
      Given the leaderships
        | company | technology          | families | segments |
        | renault | electric-powertrain |          | C        |
        | nissan  | electric-powertrain | cmf-ev   |          |
      And the programs
        | id             | company | segment | body  | platform | technologies              |
        | r-megane-etech | renault | C       | hatch | cmf-ev   | electric-powertrain=geely |
      When the plan is checked
      Then the rule is not applicable

  Rule: What is unknown may mend it

    @undetermined
    Example: nobody knows yet who develops the powertrain
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id       | company | segment | body | technologies     |
        | r-rafale | renault | D       | suv  | plug-in-hybrid=? |
      When the plan is checked
      Then the rule is undetermined

    @undetermined
    Example: without a segment, the leadership may not cover the car
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id       | company | segment | body | technologies           |
        | r-rafale | renault | ?       | suv  | plug-in-hybrid=renault |
      When the plan is checked
      Then the rule is undetermined

  Rule: A technology that nobody leads may come from anybody

    @not-applicable
    Example: a plug-in hybrid of segment B
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id            | company | segment | body | technologies           |
        | r-captur-phev | renault | B       | suv  | plug-in-hybrid=renault |
      When the plan is checked
      Then the rule is not applicable

    @not-applicable
    Example: a car without any of these technologies
      Given the leaderships
        | company    | technology     | segments |
        | mitsubishi | plug-in-hybrid | C, D     |
      And the programs
        | id        | company | segment | body | technologies |
        | d-duster-3 | renault | C      | suv  | -            |
      When the plan is checked
      Then the rule is not applicable
