package io.facegate.app.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.delivery.BundleManifest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The moment of a bundle comes when the machine's clock and the ledger's time have both reached it. */
class BundleDueCheckTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private static BundleDueCheck dueCheck(Instant machine, Instant latest, boolean readOnly) {
        return new BundleFollower.Recipient(
                        LedgerAddress.ofFolder(Path.of("none")), InstantSource.fixed(machine), () -> latest, readOnly)
                .dueCheck();
    }

    private static BundleManifest bundle() {
        return new BundleManifest(7, "a".repeat(64), "b".repeat(64), 1, null, NOON);
    }

    @Test
    void bothMustHaveReachedTheMoment() {
        assertThat(dueCheck(NOON, NOON, false).isDue(bundle())).isTrue();
        assertThat(dueCheck(NOON.minusMillis(1), NOON, false).isDue(bundle())).isFalse();
        assertThat(dueCheck(NOON, NOON.minusMillis(1), false).isDue(bundle())).isFalse();
    }

    @Test
    void onlyWhereTheTwoDisagreeThereIsSomethingToTell() {
        assertThat(dueCheck(NOON, NOON.minusMillis(1), false).findDoubt(bundle()))
                .startsWith("bundle 7 is due by the clock of this machine")
                .endsWith("facegate ledger clock accept");
        assertThat(dueCheck(NOON.minusMillis(1), NOON.minusSeconds(9), false).findDoubt(bundle()))
                .isNull();
        assertThat(dueCheck(NOON, NOON, false).findDoubt(bundle())).isNull();
    }

    /** Such a gateway confirms no time and decides nothing. */
    @Test
    void aGatewayThatOnlyReadsGoesByTheMachineAlone() {
        assertThat(dueCheck(NOON, Instant.EPOCH, true).isDue(bundle())).isTrue();
        assertThat(dueCheck(NOON, Instant.EPOCH, true).findDoubt(bundle())).isNull();
        assertThat(dueCheck(NOON.minusMillis(1), Instant.EPOCH, true).isDue(bundle()))
                .isFalse();
    }
}
