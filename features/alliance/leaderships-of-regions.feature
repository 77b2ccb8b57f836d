Feature: Who leads which region
  The plan of the Alliance assigns nine regions as the articles do. Shown by proposing, for each of
  them, twins that another company leads.
  Source: "Nissan will be the leader for markets such as China, North America, and Japan"
  Source: "Renault will be the leader for Europe, Russia, South America, and North Africa."
  Source: "will be the leader in South East Asia and Oceania"
  Source: "Reference regions: Nissan China, North America, Japan; Renault Europe, Russia, South America, North Africa; Mitsubishi ASEAN and Oceania."
  Source: "leverage their respective capabilities depending on the region, the engineering, or other fields of expertise"

  Background:
    Given the plan "plans/alliance"

  Example: twins that somebody else leads are reported with the region's leader
    Given the programs
      | id          | name      | company    | segment | body   | regions         | leader   | technologies | start |
      | n-qashqai-2 | Qashqai 2 | nissan     | C       | suv    | europe          |          | -            | 2013  |
      | n-qashqai-3 | Qashqai 3 | nissan     | C       | suv    | europe          |          | -            | 2021  |
      | m-xpander   | Xpander   | mitsubishi | B       | mpv    | south-east-asia |          | -            | 2017  |
      | r-1         | Alaskan   | renault    | D       | pickup | china; north-america; japan; south-east-asia; oceania |  | - | 2027 |
      | m-1         | Triton    | mitsubishi | D       | pickup | europe; russia; south-america; north-africa |  | - | 2027 |
      | cn          | Navara CN | nissan     | D       | pickup | china           | r-1      | -            | 2027  |
      | us          | Navara US | nissan     | D       | pickup | north-america   | r-1      | -            | 2027  |
      | jp          | Navara JP | nissan     | D       | pickup | japan           | r-1      | -            | 2027  |
      | id          | Navara ID | nissan     | D       | pickup | south-east-asia | r-1      | -            | 2027  |
      | au          | Navara AU | nissan     | D       | pickup | oceania         | r-1      | -            | 2027  |
      | eu          | Navara EU | nissan     | D       | pickup | europe          | m-1      | -            | 2027  |
      | ru          | Navara RU | nissan     | D       | pickup | russia          | m-1      | -            | 2027  |
      | br          | Navara BR | nissan     | D       | pickup | south-america   | m-1      | -            | 2027  |
      | ma          | Navara MA | nissan     | D       | pickup | north-africa    | m-1      | -            | 2027  |
    When the plan is checked
    Then these findings are among those reported
      | rule                              | program | field  | severity | message                                                                                                 |
      | twins/are-led-by-the-regions-leader | cn    | leader | warning  | Navara CN follows Alaskan of Renault, but the regions in common (China) are led by Nissan.              |
      | twins/are-led-by-the-regions-leader | us    | leader | warning  | Navara US follows Alaskan of Renault, but the regions in common (North America) are led by Nissan.      |
      | twins/are-led-by-the-regions-leader | jp    | leader | warning  | Navara JP follows Alaskan of Renault, but the regions in common (Japan) are led by Nissan.              |
      | twins/are-led-by-the-regions-leader | id    | leader | warning  | Navara ID follows Alaskan of Renault, but the regions in common (South East Asia) are led by Mitsubishi. |
      | twins/are-led-by-the-regions-leader | au    | leader | warning  | Navara AU follows Alaskan of Renault, but the regions in common (Oceania) are led by Mitsubishi.        |
      | twins/are-led-by-the-regions-leader | eu    | leader | warning  | Navara EU follows Triton of Mitsubishi, but the regions in common (Europe) are led by Renault.          |
      | twins/are-led-by-the-regions-leader | ru    | leader | warning  | Navara RU follows Triton of Mitsubishi, but the regions in common (Russia) are led by Renault.          |
      | twins/are-led-by-the-regions-leader | br    | leader | warning  | Navara BR follows Triton of Mitsubishi, but the regions in common (South America) are led by Renault.   |
      | twins/are-led-by-the-regions-leader | ma    | leader | warning  | Navara MA follows Triton of Mitsubishi, but the regions in common (North Africa) are led by Renault.    |

  Example: the regions that the articles do not name have no leader
    When the plan is checked
    Then these findings are among those reported
      | rule                             | subject            | field | severity | message                                                                                |
      | leadership/region-without-leader | india              | id    | info     | Programs are sold in India, but no company is assigned to lead it.              |
      | leadership/region-without-leader | korea              | id    | info     | Programs are sold in South Korea, but no company is assigned to lead it.        |
      | leadership/region-without-leader | middle-east        | id    | info     | Programs are sold in Middle East, but no company is assigned to lead it.        |
      | leadership/region-without-leader | sub-saharan-africa | id    | info     | Programs are sold in Sub-Saharan Africa, but no company is assigned to lead it. |
