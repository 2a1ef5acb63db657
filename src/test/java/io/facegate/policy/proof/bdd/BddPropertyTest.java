package io.facegate.policy.proof.bdd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Diagrams against truth tables. */
class BddPropertyTest {
    private static final int VARIABLES = 7;
    private static final int ROWS = 1 << VARIABLES;

    private final Bdd bdd = new Bdd(1 << 20);
    private final BddAssignments assignments = new BddAssignments(bdd);

    /** A function twice: as a diagram, and row by row. */
    private record Both(int diagram, BitSet table) {}

    private Both random(Random random, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            int variable = random.nextInt(VARIABLES);
            return new Both(bdd.variable(variable), table(row -> (row >> variable & 1) == 1));
        }
        var one = random(random, depth - 1);
        var other = random(random, depth - 1);
        var third = random(random, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 ->
                new Both(bdd.and(one.diagram, other.diagram), table(row -> one.table.get(row) && other.table.get(row)));
            case 1 ->
                new Both(bdd.or(one.diagram, other.diagram), table(row -> one.table.get(row) || other.table.get(row)));
            case 2 ->
                new Both(
                        bdd.difference(one.diagram, other.diagram),
                        table(row -> one.table.get(row) && !other.table.get(row)));
            case 3 -> new Both(bdd.not(one.diagram), table(row -> !one.table.get(row)));
            default ->
                new Both(
                        bdd.ifThenElse(one.diagram, other.diagram, third.diagram),
                        table(row -> (one.table.get(row) ? other : third).table.get(row)));
        };
    }

    private static BitSet table(IntPredicate in) {
        var table = new BitSet(ROWS);
        for (int row = 0; row < ROWS; row++) {
            table.set(row, in.test(row));
        }
        return table;
    }

    private static BitSet assignment(int row) {
        return BitSet.valueOf(new long[] {row});
    }

    private BitSet table(int diagram) {
        return table(row -> assignments.satisfies(diagram, assignment(row)));
    }

    @Property
    void everyFunctionIsItsTable(@ForAll long seed) {
        var one = random(new Random(seed), 5);
        assertThat(table(one.diagram)).isEqualTo(one.table);
    }

    @Property
    void twoFunctionsAreTheSameExactlyWhereTheirNumbersAre(@ForAll long seed) {
        var random = new Random(seed);
        var one = random(random, 3);
        var other = random(random, 3);
        assertThat(one.diagram == other.diagram).isEqualTo(one.table.equals(other.table));
    }

    @Property
    void implicationAndOverlapAreThoseOfTheTables(@ForAll long seed) {
        var random = new Random(seed);
        var one = random(random, 3);
        var other = random(random, 3);
        var more = (BitSet) one.table.clone();
        more.andNot(other.table);
        assertThat(bdd.implies(one.diagram, other.diagram)).isEqualTo(more.isEmpty());
        assertThat(bdd.areDisjoint(one.diagram, other.diagram)).isEqualTo(!one.table.intersects(other.table));
    }

    @Property
    void someIsEitherValueOfTheNamedVariables(@ForAll long seed) {
        var random = new Random(seed);
        var one = random(random, 4);
        int named = random.nextInt(ROWS);
        int cube = Bdd.TRUE;
        for (int at = VARIABLES - 1; at >= 0; at--) {
            cube = (named >> at & 1) == 1 ? bdd.node(at, Bdd.FALSE, cube) : cube;
        }
        assertThat(table(bdd.exists(one.diagram, cube))).isEqualTo(table(row -> {
            for (int set = named; ; set = set - 1 & named) {
                if (one.table.get(row & ~named | set)) {
                    return true;
                }
                if (set == 0) {
                    return false;
                }
            }
        }));
    }

    @Property
    void givenIsTheFunctionWithThatValueOfTheKnownVariables(@ForAll long seed) {
        var random = new Random(seed);
        var one = random(random, 4);
        int known = random.nextInt(ROWS);
        int values = random.nextInt(ROWS) & known;
        int cube = Bdd.TRUE;
        for (int at = VARIABLES - 1; at >= 0; at--) {
            if ((known >> at & 1) == 1) {
                boolean set = (values >> at & 1) == 1;
                cube = set ? bdd.node(at, Bdd.FALSE, cube) : bdd.node(at, cube, Bdd.FALSE);
            }
        }
        assertThat(table(bdd.restrict(one.diagram, cube)))
                .isEqualTo(table(row -> one.table.get(row & ~known | values)));
    }

    @Property
    void theCheapestAssignmentMeetsTheFunctionAndNoneIsCheaper(@ForAll long seed) {
        var random = new Random(seed);
        var one = random(random, 4);
        if (one.table.isEmpty()) {
            return;
        }
        var costs = random.ints(VARIABLES, 0, 10).toArray();
        int least = one.table.stream()
                .map(row -> assignment(row).stream().map(at -> costs[at]).sum())
                .min()
                .orElseThrow();
        var found = assignments.findCheapest(one.diagram, at -> costs[at]);
        assertThat(assignments.satisfies(one.diagram, found)).isTrue();
        assertThat(found.stream().map(at -> costs[at]).sum()).isEqualTo(least);
        var drawn = assignments.randomAssignment(one.diagram, new SplittableRandom(seed));
        assertThat(assignments.satisfies(one.diagram, drawn)).isTrue();
    }

    @Property(tries = 200)
    void severalAreJoinedAsOneAfterTheOther(@ForAll long seed) {
        var random = new Random(seed);
        var all = new java.util.ArrayList<Integer>();
        int any = Bdd.FALSE;
        int each = Bdd.TRUE;
        for (int at = random.nextInt(9); at > 0; at--) {
            int one = random(random, 4).diagram;
            all.add(one);
            any = bdd.or(any, one);
            each = bdd.and(each, one);
        }
        assertThat(bdd.orAll(all)).isEqualTo(any);
        assertThat(bdd.andAll(all)).isEqualTo(each);
        assertThat(bdd.andDisjoint(all)).isEqualTo(each);
    }

    @Property(tries = 200)
    void aFunctionHangsOnTheVariablesThatChangeIt(@ForAll long seed) {
        int one = random(new Random(seed), 5).diagram;
        for (int at = 0; at < VARIABLES; at++) {
            boolean hangs = bdd.exists(one, bdd.variable(at)) != one;
            assertThat(bdd.support(one).get(at)).isEqualTo(hangs);
        }
    }

    /** A chain of 200,000 variables, on which everything that once recursed is asked. */
    @Example
    void aDeepDiagramTakesNoStack() throws InterruptedException {
        int deep = 200_000;
        var wrong = new java.util.concurrent.atomic.AtomicReference<Throwable>();
        var thread = new Thread(null, () -> askDeep(deep), "small-stack", 256 * 1024);
        thread.setUncaughtExceptionHandler((unused, thrown) -> wrong.set(thrown));
        thread.start();
        thread.join();
        assertThat(wrong.get()).isNull();
    }

    private static void askDeep(int deep) {
        var big = new Bdd(1 << 23);
        int even = Bdd.TRUE;
        int odd = Bdd.TRUE;
        int cube = Bdd.TRUE;
        for (int at = deep - 1; at >= 0; at--) {
            even = at % 2 == 0 ? big.node(at, Bdd.FALSE, even) : even;
            odd = at % 2 == 1 ? big.node(at, Bdd.FALSE, odd) : odd;
            cube = big.node(at, Bdd.FALSE, cube);
        }
        assertThat(big.and(even, odd)).isEqualTo(cube);
        assertThat(big.or(even, cube)).isEqualTo(even);
        assertThat(big.difference(cube, even)).isEqualTo(Bdd.FALSE);
        assertThat(big.areDisjoint(even, odd)).isFalse();
        assertThat(big.exists(cube, even)).isEqualTo(odd);
        assertThat(big.restrict(cube, odd)).isEqualTo(even);
        assertThat(new BddAssignments(big).findCheapest(cube, at -> 1).cardinality())
                .isEqualTo(deep);
        assertThat(big.support(even).cardinality()).isEqualTo(deep / 2);
    }

    @Example
    void moreNodesThanAllowedAreAnError() {
        var small = new Bdd(100);
        assertThatThrownBy(() -> {
                    int parity = Bdd.FALSE;
                    for (int at = 0; at < 100; at++) {
                        int odd = small.variable(at);
                        parity = small.ifThenElse(odd, small.not(parity), parity);
                    }
                })
                .isInstanceOf(BddBudgetExceeded.class)
                .hasMessageStartingWith("more than 100 nodes: the policies are too large");
    }
}
