Feature: Twins that are in order are left alone
  Of the real plan, the twins that do as the sources say are the subject of no error and no warning
  about twins. They may be members of a market in which others compete with them.

  Example: the clean sets
    Given the plan "plans/alliance"
    When the plan is checked
    Then none of these is the subject of an error or warning of twins
      | program         |
      | m-xpander       |
      | n-livina        |
      | r-clio-5        |
      | m-colt-7        |
      | r-captur-2      |
      | m-asx-2         |
      | r-symbioz       |
      | m-grandis       |
      | r-5-etech       |
      | n-micra-ev      |
      | r-kangoo-3      |
      | n-townstar      |
      | r-trafic-3      |
      | n-nv300         |
      | r-master-4      |
      | n-interstar-2   |
      | n-dayz-2        |
      | m-ek-2          |
      | n-roox-1        |
      | m-ek-space-2    |
      | m-delica-mini-1 |
      | n-roox-2        |
      | m-ek-space-3    |
      | m-delica-mini-2 |
      | n-sakura        |
      | m-ek-x-ev       |
      | m-triton-6      |
      | n-navara-d27    |
