@one-b-platform-in-south-america
Feature: One B platform and two plants in South America
  The rule verifies that the B cars on sale in South America are on one platform, and built there in at
  most two plants, each for two companies. It is off unless selected.
  Source: "Latin America: B product platforms from four variants to one for Renault and Nissan; made in two plants, each producing for both."

  Background:
    Given the reference data of the Alliance

  Rule: One platform, two plants, two companies in each

    Background:
      Given the programs
        | id           | name           | company | segment | body  | regions       | platform | plants            | start | end |
        | r-kardian    | Renault Kardian | renault | B      | suv   | south-america | rgmp     | curitiba; resende | 2024  |     |
        | n-kait       | Nissan Kait    | nissan  | B       | suv   | south-america | rgmp     | resende; curitiba | 2025  |     |

    @accept
    Example: Kardian and Kait on one platform in both plants
      When the plan is checked
      Then the rule is kept
      And 1 case is kept

    @reject
    Example: a second platform
      Given n-kait has platform cmf-b-hs
      When the plan is checked
      Then exactly these findings are reported
        | subject       | field | severity | message                                                                                                                                                                                                                          | hint                                                                                             |
        | south-america | id    | warning  | In 2025 the B segment of South America has 2 platforms (CMF-B (high spec), Renault Group Modular Platform) and 2 plants there (Complexo Ayrton Senna, Nissan Resende); at most 1 and 2 are asked, and 2 companies in each plant. | Bring the B cars of South America to one platform, and build both companies' cars in each plant. |

    @reject
    Example: a third plant
      Given n-kait has plants resende; curitiba; cordoba
      And r-kardian has plants resende; curitiba; cordoba
      When the plan is checked
      Then the rule is broken

    @accept
    Example: a third plant in Mexico
      Given n-kait has plants resende; curitiba; aguascalientes
      When the plan is checked
      Then the rule is kept

    @reject
    Example: a plant for one company
      Given n-kait has plants resende
      When the plan is checked
      Then the rule is broken

    @accept
    Example: a car of Europe counts neither for platforms nor for plants
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-clio-5  | renault | B       | hatch | europe        | cmf-b-hs | cordoba  | 2019       |            |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: a car that starts the year after does not count
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-clio-6  | renault | B       | hatch | south-america | cmf-b-hs | cordoba  | 2026-01-01 |            |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: a third plant that builds segment C only
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-boreal  | renault | C       | hatch | south-america | rgmp     | cordoba  | 2025       |            |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: a third plant whose car ended the year before
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-logan-2 | renault | B       | hatch | south-america | rgmp     | cordoba  | 2013       | 2024-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: a third plant whose car ends on the first day of the year
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-logan-2 | renault | B       | hatch | south-america | rgmp     | cordoba  | 2013       | 2025-01-01 |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: a third plant whose car starts on the last day of the year
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-logan-4 | renault | B       | hatch | south-america | rgmp     | cordoba  | 2025-12-31 |            |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: two cars of one company in a plant
      Given n-kait has plants resende
      And the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | r-logan-4 | renault | B       | hatch | south-america | rgmp     | curitiba | 2024       |            |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the second company builds a car of segment C there
      Given n-kait has plants resende
      And the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | n-kicks   | nissan  | C       | hatch | south-america | rgmp     | curitiba | 2024       |            |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the second company builds there from the year after
      Given n-kait has plants resende
      And the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | n-kicks   | nissan  | B       | hatch | south-america | rgmp     | curitiba | 2026-01-01 |            |
      When the plan is checked
      Then the rule is broken

    @reject
    Example: the second company built there to the year before
      Given n-kait has plants resende
      And the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | n-kicks   | nissan  | B       | hatch | south-america | rgmp     | curitiba | 2016       | 2024-12-31 |
      When the plan is checked
      Then the rule is broken

    @accept
    Example: the second company builds there to the first day of the year
      Given n-kait has plants resende
      And the programs
        | id        | company | segment | body  | regions       | platform | plants   | start      | end        |
        | n-kicks   | nissan  | B       | hatch | south-america | rgmp     | curitiba | 2016       | 2025-01-01 |
      When the plan is checked
      Then the rule is kept

    @undetermined
    Example: the Kait's platform is not chosen yet
      Given n-kait has platform ?
      When the plan is checked
      Then the rule is undetermined

    @accept
    Example: the second platform is for segment C
      Given the programs
        | id        | company | segment | body | regions       | platform | plants   | start |
        | r-boreal  | renault | C       | suv  | south-america | cmf-b-hs | curitiba | 2025  |
      When the plan is checked
      Then the rule is kept

    @accept
    Example: the second platform ended the year before
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start | end        |
        | r-logan-2 | renault | B       | sedan | south-america | b0       | curitiba | 2013  | 2024-12-31 |
      When the plan is checked
      Then the rule is kept

    @reject
    Example: the second platform ends on the first day of the year
      Given the programs
        | id        | company | segment | body  | regions       | platform | plants   | start | end        |
        | r-logan-2 | renault | B       | sedan | south-america | b0       | curitiba | 2013  | 2025-01-01 |
      When the plan is checked
      Then the rule is broken

  Rule: How many are asked can be set

    @accept
    Example: two platforms, three plants, one company in each
      Given the programs
        | id        | company | segment | body | regions       | platform | plants            | start |
        | r-kardian | renault | B       | suv  | south-america | rgmp     | curitiba; cordoba | 2024  |
        | n-kait    | nissan  | B       | suv  | south-america | cmf-b-hs | resende           | 2025  |
      And the rule's most_platforms is set to 2
      And the rule's most_plants is set to 3
      And the rule's companies_a_plant is set to 1
      When the plan is checked
      Then the rule is kept

    @accept
    Example: in another year
      Given the programs
        | id        | company | segment | body | regions       | platform | plants            | start |
        | r-kardian | renault | B       | suv  | south-america | rgmp     | curitiba; cordoba | 2025  |
      And the rule's year is set to 2024
      When the plan is checked
      Then the rule is kept
