Feature: Where cars are built, and on what
  The plan of the Alliance has the Qashqai built in Sunderland and marks the platforms as common that
  were shared already. Shown by proposing twins of a Qashqai that are built elsewhere, and by counting
  what would be lost if a platform were not common.
  Source: "Nissan’s Sunderland factory, where the Qashqai is currently built"
  Source: "Already shared: CMF-B (Clio, Juke), kei platform (Dayz, eK Wagon); CMF-C/D and CMF-EV to follow."

  Background:
    Given the plan "plans/alliance"

  Example: a twin of the Qashqai that is not built in Sunderland is not built with it
    Given r-austral has leader n-qashqai-3
    When the plan is checked
    Then these findings are among those reported
      | rule                | program   | field  | severity | message                                                                                                  |
      | twins/share-a-plant | r-austral | plants | warning  | Renault Austral and its leader Nissan Qashqai J12 are sold in the same region, but built in different plants. |

  Example: one that is built in Sunderland is
    Given r-austral has leader n-qashqai-3
    And r-austral has plants sunderland
    When the plan is checked
    Then none of these is the subject of an error or warning of twins
      | program   |
      | r-austral |

  Scenario Outline: without <platform> the range would have fewer models on common platforms
    Given platform <platform> has common false
    When the plan is checked
    Then these findings are among those reported
      | rule                            | subject          | field    | severity | message                                                                                               |
      | portfolio/common-platform-share | common-platforms | at_least | error    | <count> of the 120 models on sale in 2024 are on a common platform, <share>; at least 80.0% is asked. |

    Examples:
      | platform | count  | share        |
      | cmf-b-hs | 70..72 | 58.3%..60.0% |
      | nmkv-2   | 74..76 | 61.7%..63.3% |
      | cmf-cd   | 65..67 | 54.2%..55.8% |
      | cmf-ev   | 78..80 | 65.0%..66.7% |
