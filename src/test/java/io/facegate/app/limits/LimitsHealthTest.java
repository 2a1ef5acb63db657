package io.facegate.app.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.gateway.limits.ValkeyAddress;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.registry.RegisteredQuotas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check of quotas says when gateways that share a registry count apart. */
class LimitsHealthTest {
    private static final String QUOTAS = "quotas: [{name: all, organisation: '*', per_day: 5}]\n";

    @TempDir
    private Path data;

    /** A registry without quotas. */
    private record NoQuotas(boolean isShared) implements RegistryQuotaSupplier {
        @Override
        public RegisteredQuotas quotas() {
            return null;
        }
    }

    private HealthCheckResponse health(LimitsSettings settings, boolean isShared) throws IOException {
        try (var quotas =
                QuotaReloader.start(settings, data, new NoQuotas(isShared), act -> {}, InstantSource.system())) {
            return new LimitsHealth(quotas).call();
        }
    }

    private static Map<String, Object> data(HealthCheckResponse answer) {
        return answer.getData().orElseThrow();
    }

    @Test
    void gatewaysThatShareARegistryAndCountApartAreDegraded() throws IOException {
        Files.writeString(data.resolve("quotas.yaml"), QUOTAS);
        var apart = health(LimitsSettings.NONE, true);
        assertThat(apart.getStatus()).isEqualTo(Status.UP);
        assertThat(data(apart)).containsEntry("quotas", 1L);
        assertThat(data(apart).get("degraded").toString()).contains("counts calls by itself", "no --limits");
        // The controls: a registry of its own, and counts that are shared.
        assertThat(data(health(LimitsSettings.NONE, false))).doesNotContainKey("degraded");
        LedgerKeyFile.create(data);
        var shared = new LimitsSettings(null, ValkeyAddress.parse("redis://127.0.0.1:1"), null, 0);
        assertThat(data(health(shared, true))).doesNotContainKey("degraded");
    }

    @Test
    void withoutQuotasThereIsNothingToCount() throws IOException {
        assertThat(data(health(LimitsSettings.NONE, true)))
                .containsEntry("quotas", 0L)
                .doesNotContainKey("degraded");
    }
}
