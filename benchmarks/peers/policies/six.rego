# The six rules over the document `data`: programs by id, platforms by id, and what the host has
# grouped, as Rego has no grouping that stays linear: leading companies by region, programs by year.
# Comprehensions, as partial rules that hold many members are quadratic.
package six

import rego.v1

answer := {"R1": r1, "R2": r2, "R3": r3, "R4": r4, "R5": r5, "R6": r6}

r1 := [id | some id; p := data.programs[id]; p.leader != null; not data.programs[p.leader]]

r2 := [id | some id; p := data.programs[id]; data.programs[p.leader].leader != null]

r3 := [id | some id; p := data.programs[id]; data.programs[p.leader].platform != p.platform]

r4 := [id | some id; p := data.programs[id]; p.leader != null; p.upper_body_shared <= 0.5]

r5 := [region | some region; companies := data.leading[region]; count({c | c := companies[_]}) > 1]

r6 := [year | some year; ids := data.built[year]; volume_on_common(ids) * 5 < volume(ids) * 4]

volume(ids) := sum([v | id := ids[_]; v := data.programs[id].volume])

volume_on_common(ids) := sum([p.volume |
	id := ids[_]
	p := data.programs[id]
	data.platforms[p.platform].common
])
