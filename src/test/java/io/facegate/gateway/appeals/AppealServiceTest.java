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
import io.facegate.ledger.ReadOnlyLedger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.store.SaltStorage;
import io.facegate.testkit.TestOrganisation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key counts for appeals from its first day, on whatever API it may be used. */
class AppealServiceTest {
    private static final Instant FIRST = Instant.parse("2026-11-28T12:00:00Z");
    private static final KeyLimits LIMITS = new KeyLimits(List.of("rekognition"), List.of(), FIRST, null);

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
