package io.facegate.app.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.app.webhook.WebhookReceiver;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.OutboxState;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sinks of two gateways with one PostgreSQL: each record comes once, and another gateway goes on. */
class SharedSinksTest {
    @TempDir
    private Path folder;

    private LedgerAddress gateway(String name, LedgerDatabase database) throws Exception {
        var data = Files.createDirectories(folder.resolve(name));
        if (!name.equals("a")) {
            Files.copy(folder.resolve("a/ledger.key"), data.resolve("ledger.key"));
        }
        return LedgerAddress.ofFolder(data, database);
    }

    private RecordSinks start(LedgerAddress ledger, WebhookReceiver receiver) throws Exception {
        Files.writeString(folder.resolve("siem.secret"), WebhookReceiver.SECRET);
        var file = Files.writeString(
                folder.resolve("sinks.yaml"),
                "sinks:\n- {name: siem, kind: webhook, url: '" + receiver.url() + "', secret: siem.secret}\n");
        return RecordSinks.start(ledger, SinksFile.read(file));
    }

    private static OutboxState state(RecordSinks sinks) {
        return sinks.outboxes().getFirst().state();
    }

    private static void refuse(Ledger ledger, int count) {
        for (int number = 0; number < count; number++) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
    }

    private static List<String> records(WebhookReceiver receiver) {
        var all = new ArrayList<String>();
        receiver.received.forEach(
                one -> one.body().forEach(event -> all.add(event.path("data").toString())));
        return all;
    }

    @Test
    void eachRecordComesOnceAndTheOtherGatewayGoesOnWhereTheFirstEnded() throws Exception {
        var database = Server.shared().ledger();
        var first = gateway("a", database);
        try (var receiver = WebhookReceiver.start();
                var ledger = Ledger.open(first, Sample.SETTINGS)) {
            refuse(ledger, 40);
            var sending = start(first, receiver);
            Await.until(() -> state(sending).position() == 40);
            try (var other = start(gateway("b", database), receiver)) {
                Await.until(() -> state(other).isWaiting());
                receiver.status = 503;
                refuse(ledger, 10);
                Await.until(() -> sending.problem() != null);
                assertThat(other.problem()).as("who waits has no problem").isNull();
                sending.close();
                receiver.status = 200;
                Await.until(() -> state(other).position() == 50);
            }
            assertThat(receiver.received).allMatch(WebhookReceiver.Received::isSigned);
            assertThat(records(receiver)).isEqualTo(Records.of(first).subList(0, 50));
        }
    }
}
