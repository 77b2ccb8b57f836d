Feature: Who leads which model line
  The plan of the Alliance has Nissan lead the Qashqai and Mitsubishi the Xpander, as the articles do,
  and assigns C-SUVs after 2025 and B-SUVs of Europe as the press release does.
  Source: "Nissan develop the next-generation Qashqai C-segment SUV"
  Source: "when Mitsubishi released the Xpander, we had already expected the next model to be from Nissan which became the Livina"
  Source: "Renewal of C-SUV after 2025 led by Nissan; future renewal of B-SUV in Europe led by Renault."

  Background:
    Given the plan "plans/alliance"

  Example: a Kadjar may follow the Qashqai in Europe, which Renault leads, and the Livina the Xpander
    Given the programs
      | id          | name    | company    | segment | body | regions         | platform    | plants     | leader      | start |
      | n-qashqai-2 | Qashqai | nissan     | C       | suv  | europe          | cmf-cd      | sunderland |             | 2013  |
      | n-qashqai-3 | Qashqai | nissan     | C       | suv  | europe          | cmf-cd      | sunderland |             | 2021  |
      | r-kadjar-2  | Kadjar  | renault    | C       | suv  | europe          | cmf-cd      | sunderland | n-qashqai-3 | 2022  |
      | m-xpander   | Xpander | mitsubishi | B       | mpv  | south-east-asia | mmc-xpander | bekasi     |             | 2017  |
      | n-livina-2  | Livina  | nissan     | B       | mpv  | south-east-asia | mmc-xpander | bekasi     | m-xpander   | 2022  |
    When the plan is checked
    Then none of these is the subject of an error or warning of twins
      | program    |
      | r-kadjar-2 |
      | n-livina-2 |

  Example: other leaders of C-SUVs from 2026, and of B-SUVs in Europe, are reported
    Given the programs
      | id          | name     | company    | segment | body | regions         | leader   | start      |
      | n-qashqai-2 | Qashqai  | nissan     | C       | suv  | europe          |          | 2013       |
      | n-qashqai-3 | Qashqai  | nissan     | C       | suv  | europe          |          | 2021       |
      | m-xpander   | Xpander  | mitsubishi | B       | mpv  | south-east-asia |          | 2017       |
      | r-duster    | Duster   | renault    | C       | suv  | india           |          | 2026-01-01 |
      | n-tekton    | Tekton   | nissan     | C       | suv  | india           | r-duster | 2026-02    |
      | r-bigster   | Bigster  | renault    | C       | suv  | europe          |          | 2025-12-31 |
      | n-bigster   | Terrano  | nissan     | C       | suv  | europe          | r-bigster | 2026-02   |
      | n-juke-ev   | Juke EV  | nissan     | B       | suv  | europe          |          | 2027       |
      | r-4-etech-2 | 4 E-Tech | renault    | B       | suv  | europe          | n-juke-ev | 2028      |
    When the plan is checked
    Then these findings are among those reported
      | rule                                    | program     | field  | severity | message                                                                            |
      | twins/are-led-by-the-model-lines-leader | n-tekton    | leader | error    | Tekton follows Duster of Renault, but Nissan leads their model line.               |
      | twins/are-led-by-the-model-lines-leader | r-4-etech-2 | leader | error    | 4 E-Tech follows Juke EV of Nissan, but Renault leads their model line.            |
    And none of these is the subject of an error or warning of twins
      | program   |
      | n-bigster |
