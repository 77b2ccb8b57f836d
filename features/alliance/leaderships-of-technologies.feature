Feature: Who leads which technology
  The plan of the Alliance assigns technologies, and the scopes they are led in, as the articles do;
  the press release ties two of them to families of platforms. Shown by proposing programs that take
  each technology from a company outside.
  Source: "Nissan will be the lead company for autonomous driving technology, connected technology in China, and the common electric vehicle powertrain"
  Source: "Renault, on the other hand, will take the lead in E-body architecture, electrified powertrains for the common platform for A and B segment models, as well as a new Android-based connected platform"
  Source: "the company will be the lead for plug-in hybrid electric vehicle models for the C and D segments"
  Source: "leverage their respective capabilities depending on the region, the engineering, or other fields of expertise"

  Background:
    Given the plan "plans/alliance"
    And the programs
      | id          | name      | company    | segment | body  | regions         | platform   | technologies              | start |
      | n-qashqai-2 | Qashqai 2 | nissan     | C       | suv   | europe          | cmf-cd     | -                         | 2013  |
      | n-qashqai-3 | Qashqai 3 | nissan     | C       | suv   | europe          | cmf-cd     | -                         | 2021  |
      | m-xpander   | Xpander   | mitsubishi | B       | mpv   | south-east-asia | mmc-xpander | -                        | 2017  |
      | pilot       | Pilot     | renault    | E       | sedan | europe          | nissan-d   | autonomous-driving=geely  | 2027  |
      | china-car   | China car | renault    | E       | sedan | china           | nissan-d   | connected-car=geely       | 2027  |
      | europe-car  | Europe car | renault   | E       | sedan | europe          | nissan-d   | connected-car=geely       | 2027  |
      | e-body-car  | E-body car | nissan    | E       | sedan | europe          | nissan-d   | e-body=geely              | 2027  |
      | android-car | Android car | nissan   | E       | sedan | europe          | nissan-d   | android-connected=geely   | 2027  |
      | big-ev      | Big EV    | renault    | D       | sedan | europe          | cmf-ev     | electric-powertrain=geely | 2027  |
      | van-ev      | Van EV    | renault    | D       | van   | europe          | lcv-ev     | electric-powertrain=geely | 2027  |
      | small-ev    | Small EV  | nissan     | B       | hatch | europe          | ampr-small | electric-powertrain=geely | 2027  |
      | small-hev   | Small HEV | nissan     | B       | hatch | europe          | cmf-b-hs   | hybrid-powertrain=geely   | 2027  |
      | small-phev  | Small PHEV | nissan    | B       | hatch | europe          | cmf-b-ls   | plug-in-hybrid=geely      | 2027  |
      | tiny-hev    | Tiny HEV  | nissan     | A       | hatch | europe          | cmf-a      | hybrid-powertrain=geely   | 2027  |
      | kei-hev     | Kei HEV   | nissan     | A       | kei   | japan           | nmkv-2     | hybrid-powertrain=geely   | 2027  |
      | big-phev    | Big PHEV  | renault    | D       | suv   | europe          | cmf-cd     | plug-in-hybrid=geely      | 2027  |
      | c-phev      | C PHEV    | renault    | C       | suv   | europe          | cmf-b-hs   | plug-in-hybrid=geely      | 2027  |
      | e-phev      | E PHEV    | renault    | E       | suv   | europe          | cmf-cd     | plug-in-hybrid=geely      | 2027  |

  Example: a technology from outside is reported with its leader
    When the plan is checked
    Then these findings are among those reported
      | rule                             | program     | field                                        | severity | message                                                                                                  |
      | technology/comes-from-its-leader | pilot       | technologies[autonomous-driving].developer   | error    | Pilot takes Autonomous driving from Geely, but Nissan leads it for this program.                         |
      | technology/comes-from-its-leader | china-car   | technologies[connected-car].developer        | error    | China car takes Connected car from Geely, but Nissan leads it for this program.                          |
      | technology/comes-from-its-leader | e-body-car  | technologies[e-body].developer               | error    | E-body car takes E-body architecture from Geely, but Renault leads it for this program.                  |
      | technology/comes-from-its-leader | android-car | technologies[android-connected].developer    | error    | Android car takes Connected platform based on Android from Geely, but Renault leads it for this program. |
      | technology/comes-from-its-leader | big-ev      | technologies[electric-powertrain].developer  | error    | Big EV takes Electric powertrain from Geely, but Nissan leads it for this program.                       |
      | technology/comes-from-its-leader | small-ev    | technologies[electric-powertrain].developer  | error    | Small EV takes Electric powertrain from Geely, but Renault leads it for this program.                    |
      | technology/comes-from-its-leader | small-hev   | technologies[hybrid-powertrain].developer    | error    | Small HEV takes Hybrid powertrain from Geely, but Renault leads it for this program.                     |
      | technology/comes-from-its-leader | small-phev  | technologies[plug-in-hybrid].developer       | error    | Small PHEV takes Plug-in hybrid from Geely, but Renault leads it for this program.                       |
      | technology/comes-from-its-leader | tiny-hev    | technologies[hybrid-powertrain].developer    | error    | Tiny HEV takes Hybrid powertrain from Geely, but Renault leads it for this program.                      |
      | technology/comes-from-its-leader | big-phev    | technologies[plug-in-hybrid].developer       | error    | Big PHEV takes Plug-in hybrid from Geely, but Mitsubishi leads it for this program.                      |
      | technology/comes-from-its-leader | c-phev      | technologies[plug-in-hybrid].developer       | error    | C PHEV takes Plug-in hybrid from Geely, but Mitsubishi leads it for this program.                        |

  Example: outside of the scopes nobody leads
    When the plan is checked
    Then none of these is the subject of an error or warning of technology
      | program    |
      | europe-car |
      | van-ev     |
      | kei-hev    |
      | e-phev     |
    And these findings are among those reported
      | rule                      | program    | field                                        | severity | message                                                                                                  |
      | technology/without-leader | europe-car | technologies[connected-car].technology       | info     | Europe car uses Connected car, which no company is assigned to lead for a program like it.               |
      | technology/without-leader | van-ev     | technologies[electric-powertrain].technology | info     | Van EV uses Electric powertrain, which no company is assigned to lead for a program like it.             |
      | technology/without-leader | kei-hev    | technologies[hybrid-powertrain].technology   | info     | Kei HEV uses Hybrid powertrain, which no company is assigned to lead for a program like it.              |
      | technology/without-leader | e-phev     | technologies[plug-in-hybrid].technology      | info     | E PHEV uses Plug-in hybrid, which no company is assigned to lead for a program like it.                  |
