package io.facegate;

import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.gateway.limits.QuotaSet;
import io.facegate.gateway.limits.ValkeyAddress;
import io.facegate.gateway.limits.ValkeyCounters;
import io.facegate.gateway.limits.ValkeyScripts;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.replay.ExactReplay;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.ledger.replay.RecordedDecisions;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.testing.PolicyTestRunner;
import io.facegate.policy.testing.TestResult;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.Quota;
import io.facegate.vendor.client.CallPlan;
import io.facegate.vendor.client.PlannedCall;
import io.facegate.vendor.client.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that ask for what is left of a caller's quotas. */
class QuotaFactsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final DetectCall CALL = DetectCall.NEUTRAL;
    private static final String EVERYTHING = "  - {id: all, effect: permit, match: {capability: [detect, analyze]}}\n";
    private static final String KEEP_SOME = EVERYTHING + """
          - id: keep-some
            effect: refuse
            match: {quota.left_today: {below: 2}}
            reason: {code: quota_reserved, text: The last call of a day is kept for emergencies.}
            citation: {ref: A house rule, checked: 2026-11-24}
        """;

    @TempDir
    private Path data;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Stage.ledger(data);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static final class Vendor implements Provider {
        @Override
        public CallPlan plan(Caller caller, FaceCall asked) {
            return PlannedCall.unowned(asked).alone();
        }

        @Override
        public Reply send(Cleared cleared) {
            cleared.consume();
            return new Reply.Failed(Reply.Failure.INVALID_IMAGE, "No picture.");
        }
    }

    @Test
    void theCallThatWouldUseTheLastOneIsRefusedAndItsRecordHasTheCount() throws Exception {
        var wire = wire(KEEP_SOME, limiter(new CallLimiter(null, 0), OptionalLong.of(3)));
        assertThat(text(wire.handle(CALL.arrival(NOW)))).doesNotContain("quota_reserved");
        assertThat(newest()).contains("\"quota.left_today=3\"");
        assertThat(text(wire.handle(CALL.arrival(NOW)))).doesNotContain("quota_reserved");

        assertThat(text(wire.handle(CALL.arrival(NOW)))).contains("quota_reserved");

        assertThat(newest())
                .contains(
                        "\"quota.left_today=1\"",
                        "\"quota.left_this_month=999999999\"",
                        "\"rule\":\"house/keep-some\"");
        var again = new ExactReplay(history(), differing -> {})
                .replay(new RecordedDecisions(LedgerAddress.ofFolder(data), null, null));
        assertThat(again.differingCount()).isZero();
        assertThat(again.reproducedCount()).isEqualTo(3);
    }

    @Test
    void whoHasNoQuotaHasMoreLeftThanAnyRuleAsksFor() throws Exception {
        var wire = wire(KEEP_SOME, new CallLimiter(null, 0));
        assertThat(text(wire.handle(CALL.arrival(NOW)))).doesNotContain("quota_reserved");
        assertThat(newest()).contains("\"quota.left_now=999999999\"", "\"quota.left_today=999999999\"");
    }

    @Test
    void aCountThatCannotBeReadCountsAgainstTheCaller() throws Exception {
        var unreachable = ValkeyAddress.parse("redis://127.0.0.1:" + Ports.free());
        var shared = new CallLimiter(new ValkeyCounters(new ValkeyScripts(unreachable, null, new byte[32])), 0);
        try (var limiter = limiter(shared, OptionalLong.of(100))) {
            assertThat(text(wire(KEEP_SOME, limiter).handle(CALL.arrival(NOW))))
                    .contains("quota_reserved", "this is not known: how many calls the caller's daily quotas leave");
            assertThat(newest())
                    .contains("\"fact\":\"quota.left_today: absent\"")
                    .doesNotContain("\"facts\"");
        }
    }

    /** The control: what no rule asks for is neither read nor on record. */
    @Test
    void nothingIsCountedForRulesThatDoNotAsk() throws Exception {
        var wire = wire(EVERYTHING, limiter(new CallLimiter(null, 0), OptionalLong.of(3)));
        wire.handle(CALL.arrival(NOW));
        assertThat(newest()).doesNotContain("quota.left");
    }

    @Test
    void itIsExplainedInBothLanguages() throws Exception {
        wire(KEEP_SOME, limiter(new CallLimiter(null, 0), OptionalLong.of(1))).handle(CALL.arrival(NOW));
        assertThat(reason(Language.EN)).contains("calls left today: below 2", "This call has calls left today: 1");
        assertThat(reason(Language.FR)).contains("appels encore possibles aujourd’hui");
    }

    @Test
    void aTestOfAPolicySupposesWhatIsLeft() throws Exception {
        var pack = Files.readAllBytes(
                Stage.house(data.resolve("policies"), KEEP_SOME).resolve("house.yaml"));
        var suite = """
            given: {caller: nonprofit, provider: rekognition, capabilities: [detect], now: 2026-11-24T12:00:00Z}
            cases:
              - {name: enough, quota.left_today: 2, expect: permit}
              - {name: the last one, quota.left_today: 1, expect: refuse, rule: house/keep-some}
              - {name: nobody knows, expect: refuse, rule: house/keep-some}
            """;
        var results = PolicyTestRunner.run(Map.of("house.yaml", pack, "house_test.yaml", suite.getBytes(UTF_8)));
        assertThat(results).hasSize(3).allMatch(TestResult::passed);
    }

    @Test
    void nobodyRegistersACount() {
        assertThat(AttestableFacts.names()).noneMatch(name -> name.startsWith("quota."));
        assertThat(AttestableFacts.mistake("quota.left_today", "5")).isNotNull();
    }

    private static CallLimiter limiter(CallLimiter limiter, OptionalLong perDay) {
        var everything = new Quota.Scope(Quota.EACH, null, null, null);
        limiter.use(new QuotaSet(List.of(new Quota("all", everything, null, perDay, OptionalLong.empty()))));
        return limiter;
    }

    private VendorCallHandler wire(String rules, CallLimiter limiter) throws Exception {
        var policies = PolicyEngine.load(Stage.house(data.resolve("policies"), rules));
        return new VendorCallHandler(
                Stage.gate(policies, ledger, new Vendor(), Stage::caller).withLimiter(limiter), CALL.wire);
    }

    private PolicyHistory history() {
        var packs = data.resolve("policies");
        return digest -> new PolicyHistory.ArchivedSet.Available(PolicyReader.load(packs), PolicyEngine.load(packs));
    }

    private String reason(Language language) throws Exception {
        try (var archive = RecordSearch.open(data)) {
            var id = newest().replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
            return new NarrativeWriter(language, any -> "Rescue", history())
                    .explain(archive.details(id).orElseThrow())
                    .why();
        }
    }

    private String newest() throws Exception {
        try (var archive = RecordSearch.open(data)) {
            for (var entry : archive.find(RecordQuery.matchAll(10))) {
                var json = new String(entry.json(), UTF_8);
                if (json.contains("\"kind\":\"DECISION\"")) {
                    return json;
                }
            }
        }
        throw new AssertionError("There is no decision on record.");
    }
}
