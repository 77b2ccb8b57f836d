"""A planner's own workbook with the findings in it.

Nothing is written anew: the parts of the file that say where findings are (sheets, styles,
comments) are edited, every other part is passed on byte for byte.
"""
