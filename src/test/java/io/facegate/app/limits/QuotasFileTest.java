package io.facegate.app.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.registry.Quota;
import io.facegate.registry.RegisteredQuotas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotasFileTest {
    @TempDir
    private Path data;

    private Path write(String yaml) throws IOException {
        return Files.writeString(data.resolve("quotas.yaml"), yaml);
    }

    @Test
    void aQuotaHasAScopeAndLimits() throws IOException {
        var quotas = QuotasFile.read(write("""
            quotas:
              - {name: pace, organisation: '*', key: '*', per_second: 2.5, burst: 10}
              - {name: search, organisation: hope, capability: identify, vendor: rekognition, per_day: 100, per_month: 1000}
              - {name: quick, organisation: hope, per_second: 2.5}
            """)).all();
        assertThat(quotas)
                .containsExactly(
                        new Quota(
                                "pace",
                                new Quota.Scope("*", "*", null, null),
                                new Quota.Rate(2.5, 10),
                                OptionalLong.empty(),
                                OptionalLong.empty()),
                        new Quota(
                                "search",
                                new Quota.Scope("hope", null, Capability.IDENTIFY, "rekognition"),
                                null,
                                OptionalLong.of(100),
                                OptionalLong.of(1000)),
                        new Quota(
                                "quick",
                                new Quota.Scope("hope", null, null, null),
                                new Quota.Rate(2.5, 3),
                                OptionalLong.empty(),
                                OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{organisation: hope, per_day: 1}|name must be a text",
                "{name: A, organisation: hope, per_day: 1}|a name is up to 24",
                "{name: a, per_day: 1}|organisation of a must be a text",
                "{name: a, organisation: hope}|a limits nothing",
                "{name: a, organisation: hope, per_day: 1.5}|per_day is a whole number",
                "{name: a, organisation: hope, per_day: -1}|per_day is a whole number",
                "{name: a, organisation: hope, per_day: '1'}|per_day is a whole number",
                "{name: a, organisation: hope, per_month: 9999999999999}|per_month is a whole number",
                "{name: a, organisation: hope, per_day: null}|per_day is a whole number",
                "{name: a, organisation: hope, per_second: 0}|per_second is a number above 0",
                "{name: a, organisation: hope, per_second: .nan}|per_second is a number above 0",
                "{name: a, organisation: hope, per_second: .inf}|per_second is a number above 0",
                "{name: a, organisation: hope, per_second: 0.001, burst: 10}|more than an hour",
                "{name: a, organisation: hope, burst: 10, per_day: 1}|burst, but no per_second",
                "{name: a, organisation: hope, capability: verify, per_second: 1}|make two quotas",
                "{name: a, organisation: hope, capability: dance, per_day: 1}|no capability dance",
                "{name: a, organisation: hope, vendor: amazon, per_day: 1}|vendor takes",
                "{name: a, organisation: hope, perday: 1}|no setting perday",
                "{name: a, organisation: hope, per_day: 1}, {name: a, organisation: care, per_day: 1}|two quotas have"
                        + " the name a"
            })
    void whatIsNotMeantIsTold(String entries, String told) throws IOException {
        var file = write("quotas: [" + entries + "]\n");
        assertThatThrownBy(() -> QuotasFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told)
                .hasMessageContaining("docs/limits.md");
    }

    private final List<String> acts = new CopyOnWriteArrayList<>();
    private volatile boolean isLedgerDown;

    private void record(Ledger.Administrative act) {
        if (isLedgerDown) {
            throw new Fault.LedgerDown("down");
        }
        acts.add(act.act());
    }

    private QuotaReloader start() throws IOException {
        return QuotaReloader.start(LimitsSettings.NONE, data, () -> null, this::record, InstantSource.system());
    }

    private static long perDay(QuotaReloader quotas) {
        return quotas.limiter().quotas().all().getFirst().perDay().orElseThrow();
    }

    @Test
    void aFileThatChangesTakesEffectAndIsOnRecord() throws IOException {
        try (var quotas = start()) {
            assertThat(quotas.limiter().quotas().all()).isEmpty();
            write("quotas: [{name: a, organisation: hope, per_day: 1}]\n");
            Await.until(() -> !quotas.limiter().quotas().all().isEmpty());
            write("quotas: [{name: a, organisation: hope, per_day: 2}]\n");
            Await.until(() -> perDay(quotas) == 2);
            Await.until(() -> acts.equals(List.of("quotas_loaded", "quotas_loaded")));
        }
    }

    /** Otherwise a slip of the pen, or a removed file, would lift every limit. */
    @Test
    void aFileThatIsMalformedOrGoneLiftsNoLimit() throws IOException {
        write("quotas: [{name: a, organisation: hope, per_day: 1}]\n");
        try (var quotas = start()) {
            write("quotas: [{name: a, organisation: hope, perday: 5}]\n");
            Await.until(() -> quotas.problem() != null);
            assertThat(quotas.problem()).contains("no setting perday");
            assertThat(perDay(quotas)).isEqualTo(1);
            Files.delete(data.resolve("quotas.yaml"));
            Await.until(() -> String.valueOf(quotas.problem()).contains("gone"));
            assertThat(perDay(quotas)).isEqualTo(1);
            write("quotas: [{name: a, organisation: hope, per_day: 3}]\n");
            Await.until(() -> perDay(quotas) == 3 && quotas.problem() == null);
            Await.until(
                    () -> acts.equals(List.of("quotas_loaded", "quotas_rejected", "quotas_rejected", "quotas_loaded")));
        }
    }

    @Test
    void whatCouldNotBeRecordedIsRecordedLater() throws IOException {
        try (var quotas = start()) {
            isLedgerDown = true;
            write("quotas: [{name: a, organisation: hope, per_day: 1}]\n");
            Await.until(() -> !quotas.limiter().quotas().all().isEmpty());
            isLedgerDown = false;
            Await.until(() -> acts.equals(List.of("quotas_loaded")));
        }
    }

    private volatile @Nullable RegisteredQuotas registered;

    private QuotaReloader follow() throws IOException {
        return QuotaReloader.start(LimitsSettings.NONE, data, () -> registered, this::record, InstantSource.system());
    }

    @Test
    void whatTheRegistryHasReplacesTheFileUntilItIsCleared() throws IOException {
        write("quotas: [{name: a, organisation: hope, per_day: 1}]\n");
        registered = RegisteredQuotas.of("quotas: [{name: a, organisation: hope, per_day: 2}]\n");
        try (var quotas = follow()) {
            assertThat(perDay(quotas)).isEqualTo(2);
            assertThat(quotas.source()).isEqualTo(QuotaSource.REGISTRY);
            write("quotas: []\n");
            registered = RegisteredQuotas.of("quotas: [{name: a, organisation: hope, per_day: 3}]\n");
            Await.until(() -> perDay(quotas) == 3);
            registered = null;
            Await.until(() -> quotas.limiter().quotas().all().isEmpty());
            assertThat(quotas.source()).isEqualTo(QuotaSource.FILE);
            Await.until(() -> acts.equals(List.of("quotas_loaded", "quotas_loaded", "quotas_loaded")));
        }
    }

    /** Also at the start: the gateway is up, and says why it sends nothing. */
    @Test
    void quotasOfTheRegistryThatCannotBeReadLetNothingThrough() throws IOException {
        registered = RegisteredQuotas.of("quotas: [{name: a, organisation: hope, per_year: 2}]\n");
        try (var quotas = follow()) {
            assertThat(quotas.unusableReason()).contains("no setting per_year");
            assertThatThrownBy(quotas::requireRegistryQuotas).isInstanceOf(Fault.RegistryDown.class);
            registered = RegisteredQuotas.of("quotas: [{name: a, organisation: hope, per_day: 2}]\n");
            Await.until(() -> quotas.unusableReason() == null && perDay(quotas) == 2);
            quotas.requireRegistryQuotas();
            registered = new RegisteredQuotas("", "");
            Await.until(() -> quotas.unusableReason() != null);
            assertThat(perDay(quotas)).isEqualTo(2);
            assertThat(quotas.problem()).contains("registry accept");
            registered = null;
            Await.until(() -> quotas.unusableReason() == null);
            Await.until(() -> quotas.limiter().quotas().all().isEmpty());
        }
    }

    /** Quotas that are cleared while the file cannot be read never leave a gateway without any. */
    @Test
    void aMalformedFileDoesNotFollowQuotasThatWereCleared() throws IOException {
        write("quotas: [nonsense\n");
        registered = RegisteredQuotas.of("quotas: [{name: a, organisation: hope, per_day: 2}]\n");
        try (var quotas = follow()) {
            registered = null;
            Await.until(() -> quotas.problem() != null);
            assertThat(quotas.problem()).contains("those before stay in effect");
            assertThat(perDay(quotas)).isEqualTo(2);
            assertThat(quotas.unusableReason()).isNull();
            write("quotas: [{name: a, organisation: hope, per_day: 7}]\n");
            Await.until(() -> perDay(quotas) == 7 && quotas.problem() == null);
        }
    }

    @Test
    void nothingIsForwardedUntilSomeQuotasCanBeApplied() throws IOException {
        write("quotas: [nonsense\n");
        registered = new RegisteredQuotas("", "");
        try (var quotas = follow()) {
            assertThat(quotas.unusableReason()).contains("registry accept");
            registered = null;
            Await.until(() -> String.valueOf(quotas.unusableReason()).contains("the file cannot be applied"));
            assertThatThrownBy(quotas::requireRegistryQuotas).isInstanceOf(Fault.RegistryDown.class);
            registered = RegisteredQuotas.of("quotas: [{name: a, organisation: hope, per_day: 2}]\n");
            Await.until(() -> quotas.unusableReason() == null && perDay(quotas) == 2);
            registered = new RegisteredQuotas("", "");
            Await.until(() -> quotas.unusableReason() != null);
            registered = null;
            write("quotas: [{name: a, organisation: hope, per_day: 7}]\n");
            Await.until(() -> quotas.unusableReason() == null && perDay(quotas) == 7);
        }
    }
}
