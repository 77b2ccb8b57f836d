"""The living specification: rules and their examples, with their last results, as HTML pages."""
