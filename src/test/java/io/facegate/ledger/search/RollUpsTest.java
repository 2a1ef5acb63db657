package io.facegate.ledger.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.ledger.Bulk;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordCounts.Asked;
import io.facegate.ledger.store.SqliteSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roll-ups over two whole blocks and a part of one: each number is what the lists of records say without them. */
class RollUpsTest {
    private static final int RECORDS = 150_000;
    private static final Set<SearchFacet> FIELDS = Set.of(
            SearchFacet.RULE,
            SearchFacet.ORGANISATION,
            SearchFacet.PURPOSE,
            SearchFacet.CAPABILITY,
            SearchFacet.PROVIDER,
            SearchFacet.DAY);
    private static final List<SearchFacet> REPORTED =
            List.of(SearchFacet.RULE, SearchFacet.TYPE, SearchFacet.EXEMPTION, SearchFacet.STATUS, SearchFacet.CODE);
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<RecordQuery> PERIODS = List.of(
            RecordQuery.matchAll(1),
            RecordQuery.matchAll(1).withPeriod(FIRST, FIRST.plusSeconds(86_400)),
            RecordQuery.matchAll(1).withPeriod(FIRST.plusSeconds(70_000), FIRST.plusSeconds(140_000)),
            RecordQuery.matchAll(1).withPeriod(FIRST, null).beforeIndex(131_072L),
            RecordQuery.matchAll(1).withPeriod(FIRST, null).beforeIndex(100_000L),
            RecordQuery.matchAll(1).withPeriod(FIRST.minusSeconds(9), FIRST));

    @TempDir
    static Path data;

    @TempDir
    static Path kept;

    @BeforeAll
    static void fill() throws Exception {
        Bulk.fill(data, RECORDS, 215);
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(search.indexLag().taken()).isEqualTo(RECORDS);
        }
        Files.copy(data.resolve(SearchFile.NAME), kept.resolve(SearchFile.NAME));
    }

    /** Tests change the search file. To copy it is quicker than to make it again. */
    @BeforeEach
    void restore() throws Exception {
        for (var tail : List.of("-wal", "-shm")) {
            Files.deleteIfExists(data.resolve(SearchFile.NAME + tail));
        }
        Files.copy(kept.resolve(SearchFile.NAME), data.resolve(SearchFile.NAME), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void overviewsAndReportsCountTheSameWithAndWithoutThem() throws Exception {
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            assertThat(rolled()).isEqualTo(2L * RollUps.FACETS.size());
            var rolledUp = counts(search);
            change("DELETE FROM rollup");
            change("DELETE FROM organisations_rolled");
            var listed = counts(search);
            assertThat(rolledUp).isEqualTo(listed);
            assertThat(listed.toString()).contains("org-", "pack-", "2026-01-02", "vendor_error");
        }
    }

    private static List<Object> counts(ProjectionSearch search) {
        var found = new ArrayList<>();
        for (var period : PERIODS) {
            var decisions = period.withFacet(SearchFacet.KIND, "DECISION");
            found.addAll(search.counts(List.of(
                    new Asked(decisions, FIELDS),
                    new Asked(decisions.withFacet(SearchFacet.SANDBOX, "no"), FIELDS),
                    new Asked(decisions.withFacet(SearchFacet.SANDBOX, "yes"), Set.of()),
                    new Asked(decisions.withFacet(SearchFacet.VERDICT, "permit"), FIELDS),
                    new Asked(decisions.withFacet(SearchFacet.VERDICT, "refuse"), Set.of(SearchFacet.RULE)),
                    new Asked(decisions.withFacet(SearchFacet.STATUS, RecordQuery.FAILED), FIELDS),
                    new Asked(decisions.withFacet(SearchFacet.ORGANISATION, "org-700"), FIELDS),
                    new Asked(
                            decisions
                                    .withFacet(SearchFacet.ORGANISATION, "org-699")
                                    .withFacet(SearchFacet.SANDBOX, "no")
                                    .withFacet(SearchFacet.STATUS, RecordQuery.FAILED),
                            FIELDS),
                    new Asked(
                            decisions
                                    .withFacet(SearchFacet.ORGANISATION, "org-699")
                                    .withFacet(SearchFacet.VERDICT, "permit"),
                            FIELDS),
                    new Asked(
                            decisions
                                    .withFacet(SearchFacet.ORGANISATION, "org-698")
                                    .withFacet(SearchFacet.SANDBOX, "yes"),
                            Set.of()),
                    refusals(decisions, "org-700"),
                    refusals(decisions.withFacet(SearchFacet.SANDBOX, "no"), "org-701"),
                    refusals(decisions.withFacet(SearchFacet.SANDBOX, "yes"), "org-701"),
                    refusals(decisions, "org-702"),
                    refusals(decisions, "org-703"),
                    new Asked(period, Set.of(SearchFacet.KIND, SearchFacet.DAY)))));
            found.add(search.tally(file -> report(file.match(period))));
        }
        return found;
    }

    private static Asked refusals(RecordQuery decisions, String organisation) {
        var refused = decisions.withFacet(SearchFacet.VERDICT, "refuse");
        return new Asked(refused.withFacet(SearchFacet.ORGANISATION, organisation), Set.of(SearchFacet.RULE));
    }

    private static Map<String, Object> report(MatchedRecords period) throws SQLException {
        var decided = period.with(SearchFacet.KIND, "DECISION").withoutSandbox();
        var permitted = decided.with(SearchFacet.VERDICT, "permit");
        var ended = permitted.ended().withoutEndedFrom(90_000);
        var faults = permitted.ended().withAny(SearchFacet.STATUS, RecordQuery.FAULTS);
        var sets = Map.of(
                "all",
                period,
                "decided",
                decided,
                "permitted",
                permitted,
                "ended",
                ended,
                "faults",
                faults,
                "other",
                decided.with(SearchFacet.ORGANISATION, "org-700"));
        var found = new TreeMap<String, Object>();
        for (var set : new TreeMap<>(sets).entrySet()) {
            found.put(set.getKey(), set.getValue().count());
            for (var facet : REPORTED) {
                found.put(set.getKey() + ' ' + facet, set.getValue().countBy(facet));
                found.put(set.getKey() + " without " + facet, set.getValue().countWithout(facet));
            }
        }
        return found;
    }

    /** The second day begins within a whole block, and ends before the block that grows. */
    @Test
    void aPeriodOfWholeDaysReadsNoListOfAWholeBlock() throws Exception {
        var decisions = RecordQuery.matchAll(1)
                .withFacet(SearchFacet.KIND, "DECISION")
                .withFacet(SearchFacet.SANDBOX, "no")
                .withPeriod(FIRST, FIRST.plusSeconds(86_400));
        var asked = new ArrayList<>(List.of(
                new Asked(decisions.withFacet(SearchFacet.VERDICT, "permit"), FIELDS),
                new Asked(decisions.withFacet(SearchFacet.VERDICT, "refuse"), FIELDS)));
        for (int at = 0; at < 10; at++) {
            asked.add(refusals(decisions, "org-70" + at));
            asked.add(new Asked(decisions.withFacet(SearchFacet.ORGANISATION, "org-70" + at), FIELDS));
        }
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var before = search.counts(asked);
            assertThat(before.toString()).contains("pack-");
            assertThat(change("DELETE FROM posting WHERE block < 2")).isPositive();
            assertThat(search.counts(asked)).isEqualTo(before);
        }
    }

    @Test
    void aRollUpOfAnOrganisationThatSaysAnythingElseThanTheListsIsWrong() throws Exception {
        try (var file = SqliteSettings.connect("jdbc:sqlite:" + data.resolve(SearchFile.NAME))) {
            assertThat(RollUps.isRight(file, 1)).isTrue();
            var first =
                    " WHERE block = 1 AND organisation = (SELECT min(organisation) FROM organisation_rollup WHERE block = 1)";
            for (var change : List.of(
                    "DELETE FROM organisation_rollup" + first,
                    "UPDATE organisation_rollup SET organisation = 'org-none'" + first,
                    "UPDATE organisation_rollup SET counts = x'00'" + first,
                    "INSERT INTO organisation_rollup SELECT 'org-none', block, counts FROM organisation_rollup" + first,
                    "DELETE FROM posting WHERE block = 1 AND term = (SELECT min(term) FROM posting WHERE term > 'rule:')",
                    "UPDATE organisations_rolled SET organisations = 1 WHERE block = 1")) {
                SqliteSettings.run(file, "BEGIN");
                SqliteSettings.run(file, change);
                assertThat(RollUps.isRight(file, 1)).as(change).isFalse();
                SqliteSettings.run(file, "ROLLBACK");
            }
        }
    }

    /** Lists that somebody added may name each decision of a block under more terms than any memory holds. */
    @Test
    void aBlockWithMoreTermsThanARealOneHasNoRollUpByOrganisation() throws Exception {
        try (var file = SqliteSettings.connect("jdbc:sqlite:" + data.resolve(SearchFile.NAME))) {
            SqliteSettings.run(
                    file,
                    "WITH RECURSIVE more(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM more WHERE x < 200)"
                            + " INSERT INTO posting SELECT 'rule:more/' || x, block, records FROM posting, more"
                            + " WHERE block = 1 AND term = 'kind:DECISION'");
            var marks = DecisionMarks.of(file, 1);
            assertThat(OrganisationRollUps.isRight(file, 1, marks)).isFalse();
            OrganisationRollUps.refresh(file, 1, marks);
            assertThat(OrganisationRollUps.blocks(file)).contains(0L).doesNotContain(1L);
            assertThat(OrganisationRollUps.isRight(file, 1, marks)).isTrue();
        }
    }

    /** The audit compares blocks of the log only. */
    @Test
    void blocksThatTheLogHasNotAreNotCounted() throws Exception {
        var period = new RecordQuery.Period(null, null);
        try (var file = SqliteSettings.connect("jdbc:sqlite:" + data.resolve(SearchFile.NAME))) {
            var before = RollUpCoverage.of(file, period, null);
            for (long span : new long[] {-16, 1L << 20, (1L << 52) - 1}) {
                SqliteSettings.run(file, "INSERT INTO span SELECT " + span + ", min(first), max(last) FROM span");
            }
            assertThat(RollUpCoverage.of(file, period, null)).isEqualTo(before);
        }
    }

    /** An outcome that is written much later is in the roll-up of its decision's block. */
    @Test
    void aLateOutcomeChangesTheRollUpOfItsDecision() throws Exception {
        try (var search = SqliteSettings.connect("jdbc:sqlite::memory:")) {
            for (var table : SearchProjection.TABLES) {
                SqliteSettings.run(search, table);
            }
            var lines = new ArrayList<String>();
            for (int at = 0; at < PostingBlock.SIZE; at++) {
                lines.add(
                        "{\"id\":\"%s\",\"kind\":\"DECISION\",\"organisation\":{\"id\":\"bank\"},%s\"time\":\"2026-11-28T08:06:45.325Z\",\"verdict\":\"permit\"}"
                                .formatted(id(at), at % 8 == 0 ? "\"sandbox\":\"yes\"," : ""));
            }
            SearchProjectionTest.add(search, 0, lines);
            var always = new RecordQuery.Period(null, null);
            assertThat(RollUps.sum(search, SearchFacet.STATUS, RollUpCoverage.of(search, always, null))
                            .values())
                    .isEmpty();
            SearchProjectionTest.add(
                    search,
                    PostingBlock.SIZE,
                    List.of(
                            "{\"code\":\"late\",\"decision_ref\":\"%s\",\"id\":\"%s\",\"kind\":\"OUTCOME\",\"status\":\"fault\",\"time\":\"2026-11-28T09:06:45.325Z\"}"
                                    .formatted(id(7), id(99_999))));
            var blocks = RollUpCoverage.of(search, always, (long) PostingBlock.SIZE);
            assertThat(blocks.blocks()).containsExactly(0L);
            var sums = RollUps.sum(search, SearchFacet.STATUS, blocks);
            var failed = new RollUpCondition(true, DecisionMarks.FAILED | DecisionMarks.ENDED, 0);
            assertThat(failed.sum(sums.values().get("fault"))).isEqualTo(1);
            assertThat(failed.sum(sums.part())).isZero();
            assertThat(RollUpCondition.of(RecordQuery.matchAll(1)).sum(sums.part()))
                    .isEqualTo(PostingBlock.SIZE - 1);
            assertThat(new RollUpCondition(true, DecisionMarks.SANDBOX, 0).sum(sums.part()))
                    .isEqualTo(PostingBlock.SIZE / 8);
            var ofBank = OrganisationRollUps.sum(search, "bank", blocks);
            assertThat(failed.sum(ofBank.all())).isEqualTo(1);
            assertThat(failed.sum(ofBank.values().get(SearchFacet.DAY).get("2026-11-28")))
                    .isEqualTo(1);
            assertThat(RollUps.isRight(search, 0)).isTrue();
        }
    }

    /** Lists are found the same way whether their blocks are near or far apart. */
    @Test
    void listsOfFewBlocksAreFoundWhereverTheBlocksAre() throws Exception {
        try (var search = SqliteSettings.connect("jdbc:sqlite::memory:")) {
            for (var table : SearchProjection.TABLES) {
                SqliteSettings.run(search, table);
            }
            var postings = new PostingLists(search);
            for (long block : new long[] {0, 1, 40, 70}) {
                for (var term : List.of("purpose:a", "rule:a", "rule:b/c", "rule:z" + block, "sandbox:yes")) {
                    postings.add(term, block << PostingBlock.SHIFT);
                }
            }
            assertThat(postings.flush(0)).containsExactly(0L, 1L, 40L, 70L);
            requireFound(search);
            // With times of so many blocks, each list is looked up.
            for (int block : new int[] {0, 1, 40, 70}) {
                SqliteSettings.run(search, "INSERT INTO span VALUES (" + block * 16 + ", 0, 0)");
            }
            requireFound(search);
        }
    }

    private static void requireFound(Connection search) throws SQLException {
        assertThat(rules(search, List.of(0L, 1L))).containsExactly("a 0", "a 1", "b/c 0", "b/c 1", "z0 0", "z1 1");
        assertThat(rules(search, List.of(1L, 70L))).containsExactly("a 1", "a 70", "b/c 1", "b/c 70", "z1 1", "z70 70");
        assertThat(rules(search, List.of(39L, 3L, 90L))).isEmpty();
        assertThat(rules(search, List.of(40L))).containsExactly("a 40", "b/c 40", "z40 40");
    }

    private static List<String> rules(Connection search, List<Long> blocks) throws SQLException {
        var found = new TreeSet<String>();
        PostingLists.forEach(search, SearchFacet.RULE, blocks, (value, block, _) -> found.add(value + ' ' + block));
        return List.copyOf(found);
    }

    private static String id(int number) {
        return "0199c3f2-7a10-7c55-9f3e-%012d".formatted(number);
    }

    @Test
    void aRollUpThatCannotBeReadIsDamage() throws Exception {
        try (var file = SqliteSettings.connect("jdbc:sqlite:" + data.resolve(SearchFile.NAME))) {
            var blocks = RollUpCoverage.of(file, new RecordQuery.Period(null, null), null);
            for (var damage : List.of(
                    "x''",
                    "x'7f'",
                    "x'0020'",
                    "x'00ffff'",
                    "x'0000000000000000000000030005'",
                    "x'000000000000000000000003000500'",
                    "x'0000000000000000000000030000ff'",
                    "x'000000000000000000000008010080808080808001'",
                    "zeroblob(4194305)",
                    "'text'")) {
                SqliteSettings.run(file, "BEGIN");
                SqliteSettings.run(file, "UPDATE rollup SET counts = " + damage + " WHERE facet = 'rule'");
                SqliteSettings.run(
                        file, "UPDATE organisation_rollup SET counts = " + damage + " WHERE organisation = 'org-700'");
                assertThatThrownBy(() -> RollUps.sum(file, SearchFacet.RULE, blocks))
                        .as(damage)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("a roll-up cannot be read");
                assertThatThrownBy(() -> OrganisationRollUps.sum(file, "org-700", blocks))
                        .as(damage)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("a roll-up cannot be read");
                SqliteSettings.run(file, "ROLLBACK");
            }
        }
    }

    @Test
    void aDamagedRollUpIsMadeAgain() throws Exception {
        var always = RecordQuery.matchAll(1).withFacet(SearchFacet.KIND, "DECISION");
        try (var search = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            var asked = List.of(
                    new Asked(always, FIELDS),
                    new Asked(always.withFacet(SearchFacet.ORGANISATION, "org-700"), FIELDS));
            var before = search.counts(asked);
            assertThat(change("UPDATE organisation_rollup SET counts = x'7f' WHERE organisation = 'org-700'"))
                    .isEqualTo(2);
            assertThat(search.counts(asked)).isEqualTo(before);
            assertThat(rolled()).isEqualTo(2L * RollUps.FACETS.size());
        }
    }

    private static int change(String sql) throws Exception {
        try (var search = SqliteSettings.connect("jdbc:sqlite:" + data.resolve(SearchFile.NAME));
                var statement = search.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static long rolled() throws Exception {
        try (var search = SqliteSettings.connect("jdbc:sqlite:" + data.resolve(SearchFile.NAME))) {
            return Long.parseLong(SqliteSettings.queryText(search, "SELECT count(*) FROM rollup"));
        }
    }
}
