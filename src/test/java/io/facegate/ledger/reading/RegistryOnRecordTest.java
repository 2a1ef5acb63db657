package io.facegate.ledger.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryOnRecordTest {
    @TempDir
    private Path folder;

    @Test
    void onlyTheNewestRecordsAreReadAndTheAnswerSaysSo() {
        var ledger = LedgerAddress.ofFolder(folder.resolve("data"));
        assertThat(RegistryOnRecord.find(ledger)).isEqualTo(RegistryOnRecord.NONE);
        write(ledger, null);
        assertThat(RegistryOnRecord.find(ledger)).isEqualTo(RegistryOnRecord.NONE);
        write(ledger, RegistryRoots.unchanged(RegistryRoots.REGISTRY + "12", "ab".repeat(32), 1));
        for (int later = 0; later < 30; later++) {
            write(ledger, null);
        }
        assertThat(RegistryOnRecord.find(ledger, 30)).isEqualTo(RegistryOnRecord.NOT_FOUND);
        assertThat(RegistryOnRecord.find(ledger, 31)).isEqualTo(RegistryOnRecord.NAMED);
        assertThat(RegistryOnRecord.find(ledger)).isEqualTo(RegistryOnRecord.NAMED);
    }

    private static void write(LedgerAddress address, @Nullable RegistryRoots roots) {
        var act = new Administrative(roots == null ? "policies_loaded" : "registry_verify", "set", Instant.now());
        try (var ledger = Ledger.open(address, Sample.SETTINGS)) {
            ledger.recordAct(act.withDetails(new AdministrativeActDetails(null, null, false, roots)));
        }
    }
}
