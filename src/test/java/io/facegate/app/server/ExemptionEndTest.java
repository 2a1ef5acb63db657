package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.registry.Expiry;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryWriter;
import io.facegate.usecase.overview.UpcomingEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of an exemption is a metric, and is one end among those that the console and notices announce. */
class ExemptionEndTest {
    @TempDir
    private Path folder;

    @Test
    void itIsMeasuredAndAnnouncedOnce() {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var end = now.plus(Duration.ofDays(12)).minusSeconds(60);
        try (var writer = RegistryWriter.open(folder, (act, subject, person) -> {})) {
            writer.add(Organisation.builder("hope", "nonprofit")
                    .jurisdictions(List.of("US-OR"))
                    .purposes(Set.of("missing_child"))
                    .build());
            var grant = new ExemptionGrant(
                    "g-1", "hope", "identify", "missing_child", List.of("US-OR"), now, end, "c-7", "m.roe");
            writer.exemptions().add(grant, now);
        }
        try (var registry = Registry.open(folder)) {
            assertThat(RegistryExpiryMeters.days(registry, Expiry.Kind.EXEMPTION))
                    .isEqualTo(12);
            assertThat(RegistryExpiryMeters.days(registry, Expiry.Kind.KEY))
                    .as("control")
                    .isNaN();
            assertThat(UpcomingEnd.inRegistry(registry, now))
                    .containsExactly(new UpcomingEnd(UpcomingEnd.Kind.EXEMPTION, "hope", "g-1", end));
        }
    }
}
