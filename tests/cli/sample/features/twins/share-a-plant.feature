@share-a-plant
Feature: Twins share a plant

  Background:
    Given the plan of two twins

  Example: one plant in common
    Given b has plants one
    When the plan is checked
    Then the rule is kept

  # A remark.
  @slow
  Example: none in common
    Given b has plants two
    When the plan is checked
    Then the rule is broken
