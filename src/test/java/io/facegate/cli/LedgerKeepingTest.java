package io.facegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.identity.AttestedContext;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.audit.LedgerVerification;
import io.facegate.testkit.TestCaller;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ledger erase}, {@code prune} and {@code hold}, as an officer uses them. */
class LedgerKeepingTest {
    @TempDir
    private Path data = Path.of("");

    private List<String> ids = List.of();

    @BeforeEach
    void fill() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ids = Stream.of(400, 300, 1)
                    .map(days -> ledger.refuse(asked(days), Sample.refuse()).id())
                    .toList();
        }
    }

    @Test
    void eraseSaysWhatIsGoneAndThatItIsOnRecordWithoutAName() {
        var ran = run("erase", ids.getFirst(), "--by", "m.roe");
        assertThat(ran)
                .returns(0, Ran::code)
                .returns("Erased from record " + ids.getFirst() + ": gallery.\n", Ran::out);
        assertThat(Records.of(data).getLast())
                .contains("\"act\":\"erase\"", "\"subject\":\"" + ids.getFirst() + '"', "\"person\":\"")
                .doesNotContain("roe");
        assertThat(run("erase", ids.getFirst(), "--by", "m.roe"))
                .returns(2, Ran::code)
                .satisfies(again ->
                        assertThat(again.err()).contains("it was erased before, or the record has no personal fields"));
        assertThat(run("erase", ids.getFirst()).code()).isEqualTo(2);
        assertThat(run("erase", ids.get(1), "--by", "m.roe", "--json").out())
                .isEqualTo("{\"record\":\"" + ids.get(1) + "\",\"erased\":[\"gallery\"]}\n");
    }

    @Test
    void pruneShowsFirstAndDoesItOnlyInSomebodysName() {
        assertThat(run("prune").out())
                .isEqualTo("Would prune 2 records, from 1 to 2.\n"
                        + "The first record that stays is 3: it is not old enough.\n");
        assertThat(Records.of(data)).hasSize(3);
        assertThat(run("prune", "--keep", "P1Y", "--json").out())
                .isEqualTo("{\"pruned\":false,\"records\":1,\"minimum\":1,\"kept_by\":\"age\"}\n");
        assertThat(run("prune", "--by", "m.roe").out()).startsWith("Pruned 2 records, from 1 to 2.\n");
        assertThat(Records.of(data)).hasSize(2).last().asString().contains("\"act\":\"prune\"", "\"subject\":\"2\"");
        assertThat(run("prune", "--by", "m.roe").out())
                .startsWith("Pruned 0 records.\n".replace("Pruned", "Would prune"));
        assertThat(LedgerVerification.verify(data).damage()).isNull();
        assertThat(run("verify").code()).isZero();
        assertThat(run("tail").out().lines().filter(line -> !line.startsWith(" ")))
                .hasSize(2);
    }

    @Test
    void pruneNeverKeepsLessThanSixMonths() {
        assertThat(run("prune", "--keep", "P5M"))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("six months at least"));
        assertThat(run("prune", "--keep", "long").err()).contains("--keep takes a period such as");
    }

    @Test
    void aHoldStopsPruningUntilItIsLifted() {
        assertThat(run("hold", "add", "smith-v-city", "--decision", ids.get(1), "--by", "m.roe")
                        .out())
                .startsWith("smith-v-city  keeps record 2 and all that follow, since ");
        assertThat(run("hold", "list", "--json").out()).startsWith("{\"hold\":\"smith-v-city\",\"from\":1,");
        assertThat(run("hold", "add", "smith-v-city", "--org", "hope", "--by", "m.roe")
                        .code())
                .isEqualTo(2);
        assertThat(run("hold", "add", "Smith", "--org", "hope", "--by", "m.roe").err())
                .contains("lower-case");
        assertThat(run("prune").out()).contains("Would prune 1 records", "a hold keeps it");
        assertThat(run("hold", "lift", "smith-v-city", "--by", "m.roe").code()).isZero();
        assertThat(run("hold", "lift", "smith-v-city", "--by", "m.roe").code()).isEqualTo(2);
        assertThat(run("hold", "list").out()).isEmpty();
        assertThat(run("prune").out()).contains("Would prune 2 records");
    }

    @Test
    void aHoldOfACaseIsFoundByTryingItsNumber() {
        assertThat(run("hold", "add", "later", "--case", "2026-114", "--by", "m.roe")
                        .out())
                .contains("keeps record 4 and all that follow");
        assertThat(Records.of(data).getLast()).contains("\"case\":\"").doesNotContain("2026-114");
        assertThat(run("hold", "add", "same", "--case", "2026-114", "--by", "m.roe")
                        .out())
                .contains("keeps record 4 ");
        assertThat(run("hold", "add", "since", "--from", "2000-01-01", "--by", "m.roe")
                        .out())
                .contains("keeps record 1 ");
        assertThat(run("hold", "add", "org", "--org", "metro-pd", "--by", "m.roe")
                        .out())
                .contains("keeps record 1 ");
        assertThat(run("hold", "add", "day", "--from", "tomorrow", "--by", "m.roe")
                        .err())
                .contains("takes a day");
    }

    /** An officer who mistypes a case would think that it is kept. */
    @Test
    void aHoldOnACaseThatNoDecisionHasSaysSoAndNamesTheOneThatIsThere() throws Exception {
        var known = "MP-2026-114";
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var police = Sample.askedByPolice().caller();
            var caller = TestCaller.of(police.organisation())
                    .purpose(police.purpose())
                    .in(police.organisation().jurisdictions())
                    .attested(new AttestedContext(Set.of(), Map.of(), known))
                    .by("sigv4", "AKIAFACEGATE0000001")
                    .build();
            var asked = Sample.askedByPolice();
            ledger.refuse(new Ledger.Question(caller, asked.call(), asked.source(), Instant.now()), Sample.refuse());
        }
        assertThat(run("hold", "add", "right", "--case", known, "--by", "m.roe"))
                .returns(0, Ran::code)
                .returns("", Ran::err);
        for (var typed : List.of(
                swapped(known),
                known.toLowerCase(Locale.ROOT),
                known.substring(0, known.length() - 1),
                known + "1",
                known.replace('-', '/'))) {
            var name = "wrong-" + Math.abs(typed.hashCode());
            for (int again = 0; again < 2; again++) {
                assertThat(run("hold", "add", name + again, "--case", typed, "--by", "m.roe"))
                        .as("also where an earlier hold has that case")
                        .returns(0, Ran::code)
                        .satisfies(ran -> assertThat(ran.err())
                                .contains("No decision on record has the case " + typed)
                                .contains("there are decisions with the case " + known + ".")
                                .contains("facegate ledger hold lift " + name));
            }
        }
        assertThat(run("hold", "add", "future", "--case", "X/77", "--by", "m.roe")
                        .err())
                .contains("No decision on record has the case X/77. The hold is in place, and keeps only records from"
                        + " now on.");
    }

    private static String swapped(String number) {
        int last = number.length() - 1;
        return number.substring(0, last - 1) + number.charAt(last) + number.charAt(last - 1);
    }

    @Test
    void aHoldOnADecisionOrAnOrganisationThatIsNotThereIsRefused() {
        var unseen = "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81";
        assertThat(run("hold", "add", "none", "--decision", unseen, "--by", "m.roe"))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("The ledger has no decision with that id"));
        assertThat(run("hold", "add", "none", "--org", "metro-dp", "--by", "m.roe"))
                .returns(2, Ran::code)
                .satisfies(ran -> assertThat(ran.err()).contains("no organisation 'metro-dp' is registered"));
        assertThat(run("hold", "list").out()).isEmpty();
    }

    private static Ledger.Question asked(int daysAgo) {
        var asked = Sample.askedByPolice();
        var then = Instant.now().minus(daysAgo, ChronoUnit.DAYS);
        return new Ledger.Question(asked.caller(), asked.call(), asked.source(), then);
    }

    private Ran run(String... words) {
        return Ran.ledger(data, words);
    }
}
