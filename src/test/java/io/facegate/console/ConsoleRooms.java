package io.facegate.console;

import io.facegate.ledger.Filled;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.publish.ServedLog;
import io.facegate.ledger.reading.Archive;
import io.facegate.ledger.reading.Dossier;
import io.facegate.ledger.reading.Narrative;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the app hands to the console, for the tests: records in memory, a clock that can be moved, links that are kept. */
@Singleton
final class ConsoleRooms implements InstantSource {
    final RecordsInMemory archive = new RecordsInMemory();
    final List<URI> printed = new CopyOnWriteArrayList<>();
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    void later(Duration more) {
        ahead = ahead.plus(more);
    }

    URI lastLink() {
        return printed.getLast();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    ConsoleLogin login() {
        return new ConsoleLogin(this, printed::add);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Archive archive() {
        return archive;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Narrator narrator() {
        return ConsoleRooms::tell;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    ServedLog log() throws IOException {
        var data = Files.createTempDirectory("log");
        Filled.with(data, 3);
        return new ServedLog(data, data.resolve(LogKey.CHAIN), Filled.signed(data)::note);
    }

    private static Narrative tell(Dossier dossier) {
        var fields = Fields.of(dossier.decision());
        var permitted = fields.verdict().equals("permit");
        return new Narrative(
                "On 24 November 2026, %s (%s) asked Amazon Rekognition to %s, for the purpose “%s”."
                        .formatted(
                                fields.organisation(),
                                fields.organisationType(),
                                fields.operation().equals("DetectFaces")
                                        ? "find faces in a picture"
                                        : "compare two faces",
                                fields.purpose()),
                permitted ? "The call was permitted." : "The call was refused.",
                permitted
                        ? "The rule %s permits it, and no rule refuses it.".formatted(fields.rule())
                        : "The rule %s refuses it, because of “%s”. Its source is: %s."
                                .formatted(fields.rule(), fields.clause(), fields.citation()),
                dossier.outcome() == null ? null : "The provider answered in 41 milliseconds, with 2 results.");
    }
}
