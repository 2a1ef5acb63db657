package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.facegate.app.limits.LimitsSettings;
import io.facegate.app.limits.QuotaReloader;
import io.facegate.identity.CallerKey;
import io.facegate.ledger.Sample;
import io.facegate.registry.RegisteredQuotas;
import io.facegate.testkit.OneOrganisation;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.ApplicableQuotas;
import io.facegate.usecase.registry.ApplicableQuotas.Origin;
import io.facegate.usecase.registry.QuotaLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which quotas count the calls of an organisation, and where they come from. */
class OrganisationEntitlementsTest {
    private static final Instant NOW = Instant.parse("2026-12-02T09:00:00Z");
    private static final String QUOTAS = """
        quotas:
          - {name: pace, organisation: '*', key: '*', per_second: 20, burst: 40}
          - {name: hope, organisation: hope, per_day: 10, per_month: 200}
          - {name: one, organisation: hope, key: FGAK1, per_day: 5}
          - {name: searches, organisation: '*', capability: identify, vendor: rekognition, per_day: 3}
          - {name: bank, organisation: bank, per_day: 7}
        """;

    @TempDir
    private Path data;

    private ApplicableQuotas read(@Nullable RegisteredQuotas registered, int calls) throws Exception {
        var hope = TestOrganisation.of("hope", "nonprofit").build();
        try (var quotas =
                QuotaReloader.start(LimitsSettings.NONE, data, () -> registered, act -> {}, InstantSource.system())) {
            var caller = TestCaller.of(hope).by("sigv4", "FGAK1").build();
            for (int call = 0; call < calls; call++) {
                quotas.limiter().admit(caller, NOW);
                quotas.limiter().reserve(caller, Sample.detect(), NOW);
            }
            var key = new CallerKey("FGAK1", "hope", List.of(), null, null, new byte[32], new byte[32]);
            return new OrganisationEntitlements(new OneOrganisation(hope, key, List.of()), null, quotas)
                    .quotas("hope", NOW);
        }
    }

    @Test
    void eachQuotaThatCountsItsCallsIsToldWithWhatIsLeft() throws Exception {
        Files.writeString(data.resolve("quotas.yaml"), QUOTAS);
        var read = read(null, 2);
        assertThat(read.origin()).isEqualTo(Origin.FILE);
        assertThat(read.limits())
                .extracting(QuotaLimit::name, QuotaLimit::limit, QuotaLimit::left)
                .containsExactly(
                        tuple("pace-second", 40L, null),
                        tuple("hope-day", 10L, 8L),
                        tuple("hope-month", 200L, 198L),
                        tuple("one-day", 5L, null),
                        tuple("searches-day", 3L, 3L));
        assertThat(read.limits().getFirst().perSecond()).isEqualTo(20);
    }

    @Test
    void withoutQuotasThereIsNoneAndThoseOfTheRegistryComeFirst() throws Exception {
        assertThat(read(null, 0)).isEqualTo(new ApplicableQuotas(Origin.NONE, List.of()));
        Files.writeString(data.resolve("quotas.yaml"), QUOTAS);
        var registered = RegisteredQuotas.of("quotas: [{name: all, organisation: '*', per_day: 1}]");
        var read = read(registered, 0);
        assertThat(read.origin()).isEqualTo(Origin.REGISTRY);
        assertThat(read.limits()).extracting(QuotaLimit::name).containsExactly("all-day");
    }

    /** Quotas that cannot be read are not told as if there were none. */
    @Test
    void whatIsNotKnownIsToldAsNotKnown() throws Exception {
        Files.writeString(data.resolve("quotas.yaml"), QUOTAS);
        assertThat(read(RegisteredQuotas.of("quotas: [{"), 0))
                .isEqualTo(new ApplicableQuotas(Origin.UNKNOWN, List.of()));
    }
}
