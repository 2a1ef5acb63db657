package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.registry.StopTarget.Kind;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.LedgerChangeJournal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops in a real PostgreSQL: set at one gateway, in force at the other, as the gateways' least-privileged role. */
class SharedStopTest {
    private static final StopTarget IDENTIFY = new StopTarget(Kind.CAPABILITY, "identify");

    @TempDir
    private Path folder;

    private static RegistryWriter as(String person, Place place) {
        return RegistryWriter.open(
                place.registry(), LedgerChangeJournal.of(place.ledger(), new ActingPerson(person, "Because of 14.")));
    }

    private static void people(Place place) {
        try (var at = as("m.roe", place)) {
            at.people().add(new Person("m.roe", Set.of(Role.OPERATOR), null, null, Instant.now(), null));
            at.people().add(new Person("b.doe", Set.of(Role.OFFICER), null, null, Instant.now(), null));
        }
    }

    @Test
    void aStopHoldsAtBothGatewaysUntilTwoPeopleLiftIt() throws Exception {
        var first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        people(first);
        var second = first.joined(folder.resolve("b"));
        try (var one = SharedGateway.start(first);
                var other = SharedGateway.start(second)) {
            StopEntry stop;
            try (var at = as("m.roe", first)) {
                stop = at.stops().set(IDENTIFY, Instant.now());
            }
            for (var gateway : List.of(one, other)) {
                Await.until(() -> stops(gateway).equals(List.of(stop)));
            }
            try (var at = as("m.roe", second)) {
                at.stops().requestLift(stop.id(), Instant.now());
            }
            try (var at = as("b.doe", first)) {
                at.stops().confirmLift(stop.id(), Instant.now());
            }
            for (var gateway : List.of(one, other)) {
                Await.until(() -> stops(gateway).isEmpty());
            }
        }
    }

    private static List<StopEntry> stops(SharedGateway gateway) {
        return gateway.registry.requireSnapshot().stops();
    }

    /** A gateway that starts again knows it, and a row that a database administrator changed stops everything. */
    @Test
    void aRestartKeepsItAndAChangedRowStopsEverything() throws Exception {
        var place = SharedGateway.database(Server.shared(), folder.resolve("a"));
        people(place);
        StopEntry stop;
        try (var at = as("m.roe", place)) {
            stop = at.stops().set(IDENTIFY, Instant.now());
        }
        try (var gateway = SharedGateway.start(place)) {
            assertThat(stops(gateway)).containsExactly(stop);
            try (var store = RegistryDatabase.openExisting(place.registry())) {
                assertThatThrownBy(() ->
                                store.runExclusive(connection -> SqlStatements.run(connection, "DELETE FROM stop")))
                        .hasMessageContaining("permission denied");
            }
            Server.shared()
                    .tamper(
                            place.ledger().database(),
                            "UPDATE facegate_registry.stop SET lifted_by = 'b.doe', lifted_at = 1, lifted_reason = 'x'");
            Await.until(() -> gateway.refuses()
                    || stops(gateway).stream().anyMatch(one -> one.target().equals(StopTarget.ALL)));
        }
    }
}
