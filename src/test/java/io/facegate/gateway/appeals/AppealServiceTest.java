package io.facegate.gateway.appeals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.call.Fault;
import io.facegate.call.MachineClock;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Credential;
import io.facegate.identity.KeyLimits;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.ReadOnlyLedger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.reading.CommittedText;
import io.facegate.ledger.reading.CommittedTextReader;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.store.SaltStorage;
import io.facegate.testkit.TestOrganisation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key counts for appeals from its first day, and a member is on record and counted. */
class AppealServiceTest {
    private static final Instant FIRST = Instant.parse("2026-11-28T12:00:00Z");
    private static final KeyLimits LIMITS = new KeyLimits(List.of("rekognition"), List.of(), FIRST, null);

    private static final AppealService.Member JO = new AppealService.Member("hope", "j.kim");

    @TempDir
    private Path data;

    @Test
    void aKeyThatMayNotBeUsedYetNeitherFilesNorReads() {
        Filled.with(data, 1);
        var credential = new Credential.Missing(new Credential.Request("GET", "/", "", List.of(), "", true));
        var address = LedgerAddress.ofFolder(data);
        try (var records = RecordSearch.open(data);
                var ledger = new ReadOnlyLedger(address, MachineClock.SYSTEM)) {
            var appeals = new AppealService((asked, now) -> caller(), ledger, records, SaltStorage.ofFolder(data));
            var before = FIRST.minusSeconds(1);
            for (Runnable asked : List.<Runnable>of(
                    () -> appeals.requireCaller(credential, before),
                    () -> appeals.file(credential, before, "d", "text", null),
                    () -> appeals.read(credential, before, "d"))) {
                assertThatThrownBy(asked::run)
                        .isInstanceOf(Fault.Unauthenticated.class)
                        .hasMessageContaining("may not be used yet");
            }
            appeals.requireCaller(credential, FIRST);
            assertThat(appeals.read(credential, FIRST, "d")).isInstanceOf(AppealAnswer.NotFound.class);
        }
    }

    @Test
    void theRecordOfAMembersAppealNamesTheMember() {
        var decision = Filled.with(data, 1).getFirst().id();
        var kept = SaltStorage.ofFolder(data);
        try (var records = RecordSearch.open(data);
                var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var appeals = new AppealService(AppealServiceTest::noKey, ledger, records, kept);
            appeals.fileForOrganisation(JO, Instant.now(), decision, "We have a warrant.", null);
            var filed = records.find(RecordQuery.matchAll(1).withFacet(SearchFacet.ACT, AppealAct.FILED.act()))
                    .getFirst();
            assertThat(CommittedTextReader.read(kept, filed, RecordField.ACTOR))
                    .isEqualTo(new CommittedText.Verified("j.kim"));
            assertThat(filed.fields().has(RecordField.PERSON.key()))
                    .as("nobody gave a contact")
                    .isFalse();
            assertThat(new String(filed.json(), StandardCharsets.UTF_8)).doesNotContain("j.kim");
        }
    }

    @Test
    void aMemberReadsSixtyTimesAMinute() {
        Filled.with(data, 1);
        try (var records = RecordSearch.open(data);
                var ledger = new ReadOnlyLedger(LedgerAddress.ofFolder(data), MachineClock.SYSTEM)) {
            var appeals = new AppealService(AppealServiceTest::noKey, ledger, records, SaltStorage.ofFolder(data));
            for (int read = 0; read < 60; read++) {
                appeals.countRead(JO);
            }
            assertThatThrownBy(() -> appeals.countRead(JO)).isInstanceOf(Fault.Overloaded.class);
            appeals.countRead(new AppealService.Member("hope", "other"));
        }
    }

    private static Caller noKey(Credential asked, Instant now) {
        throw new AssertionError("A member has no key.");
    }

    private static Caller caller() {
        return new Caller(
                TestOrganisation.of("hope", "nonprofit").in("US-OR").build(),
                List.of(),
                null,
                List.of("US-OR"),
                AttestedContext.NONE,
                new CallerCredential("api_key", "FGAKHOPE", false, List.of(), LIMITS),
                null);
    }
}
