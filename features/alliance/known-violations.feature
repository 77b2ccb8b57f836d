Feature: What is known to be wrong is found
  The real plan breaks rules where the companies did; none of it may go unseen.

  Background:
    Given the plan "plans/alliance"
    When the plan is checked

  Example: technologies that do not come from their leader
    Then these findings are among those reported
      | rule                             | program            | field                                       | severity | message                                                                                                              |
      | technology/comes-from-its-leader | r-rafale           | technologies[plug-in-hybrid].developer      | error    | Renault Rafale takes Plug-in hybrid from Renault, but Mitsubishi leads it for this program.                          |
      | technology/comes-from-its-leader | n-n6               | technologies[plug-in-hybrid].developer      | error    | Nissan N6 PHEV takes Plug-in hybrid from Dongfeng, but Mitsubishi leads it for this program.                         |
      | technology/comes-from-its-leader | n-frontier-pro     | technologies[plug-in-hybrid].developer      | error    | Nissan Frontier Pro PHEV takes Plug-in hybrid from Dongfeng, but Mitsubishi leads it for this program.               |
      | technology/comes-from-its-leader | r-megane-4         | technologies[plug-in-hybrid].developer      | info     | Renault Megane IV hatch/estate takes Plug-in hybrid from Renault, but Mitsubishi leads it for this program.          |
      | technology/comes-from-its-leader | r-megane-etech     | technologies[electric-powertrain].developer | error    | Renault Megane E-Tech Electric takes Electric powertrain from Renault, but Nissan leads it for this program.         |
      | technology/comes-from-its-leader | r-scenic-etech     | technologies[electric-powertrain].developer | error    | Renault Scenic E-Tech takes Electric powertrain from Renault, but Nissan leads it for this program.                  |
      | technology/comes-from-its-leader | a-a390             | technologies[electric-powertrain].developer | error    | Alpine A390 takes Electric powertrain from Renault, but Nissan leads it for this program.                            |
      | technology/comes-from-its-leader | m-eclipse-cross-ev | technologies[electric-powertrain].developer | error    | Mitsubishi Eclipse Cross EV (2025) takes Electric powertrain from Renault, but Nissan leads it for this program.     |
      | technology/comes-from-its-leader | n-note-3           | technologies[hybrid-powertrain].developer   | error    | Nissan Note E13 takes Hybrid powertrain from Nissan, but Renault leads it for this program.                          |
      | technology/comes-from-its-leader | n-aura             | technologies[hybrid-powertrain].developer   | error    | Nissan Note Aura takes Hybrid powertrain from Nissan, but Renault leads it for this program.                         |
    And none of these is the subject of an error or warning of technology
      | program  |
      | n-juke-2 |

  Example: twins in two plants
    Then these findings are among those reported
      | rule                | program       | field  | severity | message                                                                                                             |
      | twins/share-a-plant | m-outlander-4 | plants | warning  | Mitsubishi Outlander IV and its leader Nissan Rogue T33 are sold in the same region, but built in different plants. |
      | twins/share-a-plant | r-kadjar      | plants | info     | Renault Kadjar and its leader Nissan Qashqai J11 are sold in the same region, but built in different plants.        |
      | twins/share-a-plant | r-koleos-2    | plants | info     | Renault Koleos II (export) and its leader Nissan X-Trail T32 are sold in the same region, but built in different plants. |

  Example: twins that another company should lead
    Then these findings are among those reported
      | rule                                    | program      | field  | severity | message                                                                                                                                        |
      | twins/are-led-by-the-model-lines-leader | n-tekton     | leader | error    | Nissan Tekton follows Renault Duster III (India) of Renault, but Nissan leads their model line.                                                |
      | twins/are-led-by-the-regions-leader     | n-clipper-ev | leader | warning  | Nissan Clipper EV follows Mitsubishi Minicab EV / L100 EV of Mitsubishi, but the regions in common (Japan) are led by Nissan.                  |
      | twins/are-led-by-the-regions-leader     | m-versa-van  | leader | warning  | Mitsubishi Versa Van (2026) follows Nissan Caravan/Urvan E26 of Nissan, but the regions in common (South East Asia) are led by Mitsubishi.     |
      | twins/are-led-by-the-regions-leader     | m-express    | leader | warning  | Mitsubishi Express (2020) follows Renault Trafic III of Renault, but the regions in common (Oceania) are led by Mitsubishi.                    |
      | twins/are-led-by-the-regions-leader     | r-alaskan-sa | leader | warning  | Renault Alaskan (Argentina) follows Nissan Frontier D23 (Argentina) of Nissan, but the regions in common (South America) are led by Renault.   |
    And none of these is the subject of an error or warning of twins
      | program      |
      | n-rogue-phev |

  Example: rivals that are no twins
    Then these findings are among those reported
      | rule                     | subject                              | field | severity | message                                                                                                                                                              |
      | twins/rivals-are-twinned | B/suv/europe/combustion              |       | warning  | Nissan, Renault compete in B suv with combustion powertrain in Europe: Mitsubishi ASX (2023), Nissan Juke F16, Renault Captur II.                                    |
      | twins/rivals-are-twinned | B/suv/south-east-asia/hybrid         |       | warning  | Mitsubishi, Nissan compete in B suv with hybrid powertrain in South East Asia: Mitsubishi Xforce, Nissan Kicks e-POWER (Thailand).                                   |
      | twins/rivals-are-twinned | D/suv/south-east-asia/combustion     |       | warning  | Mitsubishi, Nissan compete in D suv with combustion powertrain in South East Asia: Mitsubishi Pajero Sport (3rd gen), Nissan Terra.                                  |
      | twins/rivals-are-twinned | B/sedan/south-east-asia/combustion   |       | warning  | Mitsubishi, Nissan compete in B sedan with combustion powertrain in South East Asia: Mitsubishi Attrage/Mirage G4, Nissan Almera N18.                                |
      | twins/rivals-are-twinned | D/pickup/south-east-asia/combustion  |       | warning  | Mitsubishi, Nissan compete in D pickup with combustion powertrain in South East Asia: Mitsubishi Triton (6th gen), Nissan Navara D23 (Thailand).                     |
      | sharing/similar-models-on-one-platform-are-twinned | cmf-cd/C/suv/europe | | info  | Nissan, Renault each develop a C suv of their own on CMF-C/D for Europe: Nissan Qashqai J12, Renault Austral. |
      | sharing/similar-models-on-one-platform-are-twinned | cmf-b-hs/B/suv/europe | | info | Nissan, Renault each develop a B suv of their own on CMF-B (high spec) for Europe: Mitsubishi ASX (2023), Nissan Juke F16, Renault Captur II. |

  Example: a car on a platform for others, a technology that nobody uses, targets that are missed
    Then these findings are among those reported
      | rule                                   | subject                    | field      | severity | message                                                                                                                    |
      | sharing/program-fits-its-platform      | n-juke-ev                  | segment    | error    | Nissan Juke EV (3rd gen) is of segment B, which CMF-EV / AmpR Medium is not made for (C, D).                               |
      | leadership/every-technology-is-covered | technology e-body, renault | technology | warning  | Renault leads E-body architecture, but no program in its scope uses it or will.                                            |
      | portfolio/common-platform-share        | common-platforms           | at_least   | error    | 81..83 of the 120 models on sale in 2024 are on a common platform, 67.5%..69.2%; at least 80.0% is asked.                  |
      | portfolio/joint-share-of-new-programs  | joint-new-programs         | at_least   | error    | Of the programs started from 2020-05-27 to 2025, 28..31 are joint and 44..49 are not; at least 50% are to be joint.        |
