package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.app.limits.LimitsSettings;
import io.facegate.app.limits.QuotaReloader;
import io.facegate.app.limits.QuotaSource;
import io.facegate.app.limits.RegistryQuotaSupplier;
import io.facegate.call.Fault;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.Quotas;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas in a real PostgreSQL: set at one gateway, kept at the other, as the gateways' least-privileged role. */
class SharedQuotasTest {
    @TempDir
    private Path folder;

    private static Quotas at(SharedGateway gateway) {
        var place = gateway.place();
        return new Quotas(new RegistryAccess(
                place.registry(), place.ledger(), gateway.ledger, new ActingPerson("m.roe", "Because of 14.")));
    }

    private static String quotas(long perDay) {
        return "quotas: [{name: a, organisation: hope, per_day: " + perDay + "}]\n";
    }

    private static long perDay(QuotaReloader reloader) {
        var all = reloader.limiter().quotas().all();
        return all.isEmpty() ? -1 : all.getFirst().perDay().orElse(-1);
    }

    private static QuotaReloader follow(SharedGateway gateway) throws IOException {
        return QuotaReloader.start(
                LimitsSettings.NONE,
                gateway.place().registry().data(),
                new Followed(gateway),
                gateway.ledger::recordAct,
                InstantSource.system());
    }

    /** The quotas of the registry that gateways share. */
    private record Followed(SharedGateway gateway) implements RegistryQuotaSupplier {
        @Override
        public RegisteredQuotas quotas() {
            return gateway.registry.lastVerified().quotas();
        }

        @Override
        public boolean isShared() {
            return gateway.place().registry().isShared();
        }
    }

    private static void file(Place place, long perDay) throws IOException {
        Files.writeString(place.registry().data().resolve("quotas.yaml"), quotas(perDay));
    }

    @Test
    void whatOneGatewaySetsTheOtherKeepsInPlaceOfItsFile() throws Exception {
        var first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        var second = first.joined(folder.resolve("b"));
        file(second, 5);
        try (var one = SharedGateway.start(first);
                var other = SharedGateway.start(second);
                var here = follow(one);
                var there = follow(other)) {
            assertThat(perDay(there)).isEqualTo(5);
            assertThat(there.source()).isEqualTo(QuotaSource.FILE);
            assertThat(here.source()).isEqualTo(QuotaSource.NONE);
            assertThat(here.separateCountsWarning()).isNull();
            at(one).set(quotas(1));
            for (var gateway : List.of(here, there)) {
                Await.until(() -> perDay(gateway) == 1 && gateway.source() == QuotaSource.REGISTRY);
                gateway.requireRegistryQuotas();
                assertThat(gateway.separateCountsWarning()).contains("no --limits");
            }
            assertThat(there.unusedFileWarning()).contains("quotas.yaml is not used");
            assertThat(here.unusedFileWarning()).isNull();
            at(other).set(quotas(2));
            Await.until(() -> perDay(here) == 2);
            assertThatThrownBy(() -> at(one).set("quotas: [{name: a}]")).isInstanceOf(Unacceptable.class);
            try (var later = follow(other)) {
                assertThat(perDay(later)).as("a gateway that starts").isEqualTo(2);
            }
            at(one).clear();
            Await.until(() -> perDay(there) == 5 && there.source() == QuotaSource.FILE);
            Await.until(() -> here.limiter().quotas().all().isEmpty());
        }
    }

    /** Otherwise whoever has the database lifts every limit. */
    @Test
    void aRowThatWasChangedLetsNothingThrough() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        try (var gateway = SharedGateway.start(place);
                var followed = follow(gateway)) {
            at(gateway).set(quotas(1));
            Await.until(() -> perDay(followed) == 1);
            followed.requireRegistryQuotas();
            Server.shared()
                    .tamper(
                            place.ledger().database(),
                            "UPDATE facegate_registry.registry_setting SET value = 'quotas: []' WHERE id = 'quotas'");
            Await.until(() -> gateway.refuses() || followed.unusableReason() != null);
            if (followed.unusableReason() != null) {
                assertThatThrownBy(followed::requireRegistryQuotas).isInstanceOf(Fault.RegistryDown.class);
            }
            assertThat(perDay(followed)).isEqualTo(1);
        }
    }
}
