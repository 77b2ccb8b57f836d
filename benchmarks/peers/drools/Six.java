import static org.drools.model.DSL.accFunction;
import static org.drools.model.DSL.and;
import static org.drools.model.DSL.declarationOf;
import static org.drools.model.DSL.groupBy;
import static org.drools.model.DSL.not;
import static org.drools.model.DSL.on;
import static org.drools.model.PatternDSL.alphaIndexedBy;
import static org.drools.model.PatternDSL.betaIndexedBy;
import static org.drools.model.PatternDSL.pattern;
import static org.drools.model.PatternDSL.rule;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.drools.model.Index.ConstraintType;
import org.drools.model.Model;
import org.drools.model.PatternDSL.PatternDef;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;

/** The six rules in Drools' executable model: what its compiler makes of DRL. */
final class Six {

    /** A program, as the flat file has it; `leader` is null where it leads, `shared` in hundredths. */
    record Program(String id, String company, String leader, String region, String platform,
            int shared, long volume, int year) {

        boolean follows() {
            return leader != null;
        }
    }

    /** A platform. */
    record Platform(String id, boolean common) {}

    /** What each rule was broken for. */
    final Map<String, Set<String>> found = new TreeMap<>();

    private final Variable<Program> program = declarationOf(Program.class);
    private final Variable<Program> other = declarationOf(Program.class);
    private final Variable<Platform> platform = declarationOf(Platform.class);
    private final Variable<Long> volume = declarationOf(Long.class);
    private final Variable<Long> onCommon = declarationOf(Long.class);
    private final Variable<Integer> year = declarationOf(Integer.class);
    private final Variable<Long> built = declarationOf(Long.class);
    private final Variable<Long> common = declarationOf(Long.class);

    Six() {
        for (int number = 1; number <= 6; number++) {
            found.put("R" + number, new TreeSet<>());
        }
    }

    Model model() {
        ModelImpl model = new ModelImpl();
        model.addRule(rule("six", "R1").build(
                followers(), not(itsLeader()),
                on(program).execute(one -> found.get("R1").add(one.id()))));
        model.addRule(rule("six", "R2").build(
                followers(), itsLeader().expr("follows", Program::follows, alphaIndexedBy(
                        Boolean.class, ConstraintType.EQUAL, 0, Program::follows, true)),
                on(program).execute(one -> found.get("R2").add(one.id()))));
        model.addRule(rule("six", "R3").build(
                followers(), itsLeader().expr("apart", program,
                        (leader, one) -> !leader.platform().equals(one.platform())),
                on(program).execute(one -> found.get("R3").add(one.id()))));
        model.addRule(rule("six", "R4").build(
                followers().expr("little", one -> one.shared() <= 50),
                on(program).execute(one -> found.get("R4").add(one.id()))));
        model.addRule(rule("six", "R5").build(
                leads(program),
                leads(other)
                        .expr("there", program, (two, one) -> two.region().equals(one.region()),
                                betaIndexedBy(String.class, ConstraintType.EQUAL, 1,
                                        Program::region, Program::region))
                        .expr("else", program, (two, one) -> !two.company().equals(one.company())),
                on(program).execute(one -> found.get("R5").add(one.region()))));
        model.addRule(rule("six", "R6").build(
                groupBy(
                        and(pattern(platform),
                                pattern(program)
                                        .expr("its", platform,
                                                (one, its) -> one.platform().equals(its.id()),
                                                betaIndexedBy(String.class, ConstraintType.EQUAL, 2,
                                                        Program::platform, Platform::id))
                                        .bind(volume, Program::volume)
                                        .bind(onCommon, platform,
                                                (one, its) -> its.common() ? one.volume() : 0L)),
                        program, year, Program::year,
                        accFunction(Sum::new, volume).as(built),
                        accFunction(Sum::new, onCommon).as(common)),
                on(year, built, common).execute((which, all, shared) -> {
                    if (shared * 5 < all * 4) {
                        found.get("R6").add(which.toString());
                    }
                })));
        return model;
    }

    private PatternDef<Program> followers() {
        return pattern(program).expr("follows", Program::follows, alphaIndexedBy(
                Boolean.class, ConstraintType.EQUAL, 0, Program::follows, true));
    }

    private PatternDef<Program> leads(Variable<Program> which) {
        return pattern(which).expr("leads", one -> !one.follows(), alphaIndexedBy(
                Boolean.class, ConstraintType.EQUAL, 0, Program::follows, false));
    }

    private PatternDef<Program> itsLeader() {
        return pattern(other).expr("leader", program,
                (leader, one) -> leader.id().equals(one.leader()),
                betaIndexedBy(String.class, ConstraintType.EQUAL, 3, Program::id, Program::leader));
    }
}
