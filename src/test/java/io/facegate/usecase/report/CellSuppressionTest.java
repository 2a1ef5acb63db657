package io.facegate.usecase.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.usecase.report.CellSuppression.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Small counts are hidden, and cannot be computed from what is shown, by somebody who knows how they are hidden. */
class CellSuppressionTest {
    @Provide
    Arbitrary<List<Long>> tables() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().between(1, 30), Arbitraries.longs().between(1, 100_000))
                .list()
                .ofMaxSize(8);
    }

    @Property(tries = 2_000)
    void noSmallCountIsShown(@ForAll("tables") List<Long> counts) {
        var shown = CellSuppression.of(counts).shown();
        for (int place = 0; place < shown.size(); place++) {
            if (shown.get(place).kind() == Kind.NUMBER) {
                assertThat(shown.get(place).number())
                        .isEqualTo(counts.get(place))
                        .isGreaterThanOrEqualTo(10);
            } else {
                assertThat(shown.get(place).number()).isZero();
            }
        }
    }

    /**
     * For each small count there are eight values at least with which the same table, of the same total, would be
     * published: so neither the total, nor the numbers shown, nor the way of hiding tells which it is.
     */
    @Property(tries = 2_000)
    void aHiddenCountCouldHaveEightValuesAtLeast(@ForAll("tables") List<Long> counts) {
        var published = CellSuppression.of(counts);
        for (int place = 0; place < published.shown().size(); place++) {
            if (published.shown().get(place).kind() == Kind.FEW) {
                var possible = new HashSet<Long>();
                for (long value = 1; value < 10; value++) {
                    if (canBe(counts, published, place, value)) {
                        possible.add(value);
                    }
                }
                assertThat(possible).as("%s at %d", counts, place).hasSizeGreaterThanOrEqualTo(8);
            }
        }
    }

    /** Whether another table with that value, and the same total, is published in the same way. */
    private static boolean canBe(List<Long> counts, CellSuppression published, int small, long value) {
        var other = new ArrayList<>(counts);
        int last = -1;
        long rest = 0;
        for (int place = 0; place < counts.size(); place++) {
            var kind = published.shown().get(place).kind();
            if (kind != Kind.NUMBER) {
                rest += counts.get(place);
                other.set(place, place == small ? value : kind == Kind.FEW ? 1L : 10L);
                rest -= other.get(place);
                last = kind == Kind.WITHHELD ? place : last;
            }
        }
        other.set(last, other.get(last) + rest);
        return CellSuppression.of(other).equals(published);
    }

    @Example
    void aTableWithoutSmallCountsIsShownWhole() {
        assertThat(CellSuppression.of(List.of(10L, 250L)).shown())
                .extracting(CellSuppression.Shown::number)
                .containsExactly(10L, 250L);
        assertThat(CellSuppression.of(List.of()).shown()).isEmpty();
    }

    @Example
    void theFirstLargerCountIsWithheldWithASmallOne() {
        assertThat(CellSuppression.of(List.of(3L, 40L, 50L)).shown())
                .extracting(CellSuppression.Shown::kind)
                .containsExactly(Kind.FEW, Kind.WITHHELD, Kind.NUMBER);
        assertThat(CellSuppression.of(List.of(3L, 11L, 50L)).shown())
                .extracting(CellSuppression.Shown::kind)
                .containsExactly(Kind.FEW, Kind.WITHHELD, Kind.WITHHELD);
    }

    @Example
    void aTableInWhichTooLittleCanBeHiddenIsNotShown() {
        assertThat(CellSuppression.of(List.of(3L, 4L)).isWithheld()).isTrue();
        assertThat(CellSuppression.of(List.of(1L, 10L)).isWithheld()).isTrue();
    }
}
