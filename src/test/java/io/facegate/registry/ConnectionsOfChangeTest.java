package io.facegate.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.integrity.PostgresAddress;
import io.facegate.ledger.Records;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import io.facegate.registry.SharedGateway.Place;
import io.facegate.testkit.TcpRelay;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a command that changes a shared registry connects to its database: each costs the server a process. */
class ConnectionsOfChangeTest {
    private static final int MOST = 12;

    @TempDir
    private Path folder;

    private TcpRelay relay;
    private Place place;

    @BeforeEach
    void relay() throws Exception {
        var first = SharedGateway.database(Server.shared(), folder.resolve("a"));
        SharedGateway.start(first).close();
        relay = new TcpRelay(Server.shared().port());
        var url = relay.over(first.ledger().database().url());
        place = Place.of(folder.resolve("a"), new LedgerDatabase(url, null), new PostgresAddress(url, null));
    }

    @AfterEach
    void close() throws Exception {
        relay.close();
    }

    private List<String> records() {
        return Records.of(place.ledger());
    }

    @Test
    void aChangeOpensTheLedgerOnceForBothOfItsRecords() {
        int before = records().size();
        int taken = relay.taken();
        try (var at = place.writer()) {
            at.add(SharedRegistryChild.organisation("hope"));
        }
        assertThat(relay.taken() - taken).isBetween(2, MOST);
        assertThat(records().subList(before, records().size()))
                .satisfiesExactly(
                        made -> assertThat(made).contains("\"act\":\"org_add\""),
                        applied -> assertThat(applied).contains("\"act\":\"registry_applied\""));
    }

    /** The ledger is not kept open longer than that: a gateway that starts on the folder needs it. */
    @Test
    void afterAChangeAGatewayCanStart() {
        try (var at = place.writer()) {
            at.add(SharedRegistryChild.organisation("hope"));
            try (var gateway = SharedGateway.start(place)) {
                assertThat(gateway.registry.organisation("hope")).isPresent();
                at.add(SharedRegistryChild.organisation("care"));
            }
            at.add(SharedRegistryChild.organisation("help"));
        }
        assertThat(records()).anyMatch(record -> record.contains("\"subject\":\"care\""));
    }

    /** Commands of one folder wait for each other. */
    @Test
    void commandsOfOneFolderAtOnceAllSucceed() throws Exception {
        var names = List.of("one", "two", "three");
        var threads = names.stream()
                .map(name -> Thread.ofPlatform().start(() -> {
                    try (var at = place.writer()) {
                        at.add(SharedRegistryChild.organisation(name));
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        for (var name : names) {
            assertThat(records()).anyMatch(record -> record.contains("\"subject\":\"" + name + '"'));
        }
        try (var gateway = SharedGateway.start(place)) {
            assertThat(names)
                    .allMatch(name -> gateway.registry.organisation(name).isPresent());
        }
        assertThat(records().stream().filter(record -> record.contains("\"act\":\"registry_applied\"")))
                .hasSizeGreaterThanOrEqualTo(names.size());
    }
}
