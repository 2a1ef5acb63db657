package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flood of requests that prove nobody does not fill the ledger, and hides no call. */
class FloodIT {
    private static final int FLOOD = 5000;
    private static final int CALLERS = 16;
    private static final Set<String> OWN = Set.of("host", "content-length");

    @TempDir
    private static Path folder;

    @Test
    void fiveThousandBadSignaturesLeaveAFewRecords() throws Exception {
        var data = folder.resolve("data");
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        var told = new AtomicInteger();
        try (var gateway = Gateway.start(data)) {
            var wire = Wire.signed(gateway.calls(), hope, "ListCollections", "{}");
            var forged =
                    wire.replace("Authorization", wire.value("Authorization").replaceAll(".{8}$", "00000000"));
            flood(forged, told);
            var call =
                    Wire.signed(gateway.calls(), hope, "ListCollections", "{}").send();
            assertThat(call.status()).isEqualTo(200);
        }

        assertThat(told).hasValue(FLOOD);
        var records = Gateway.records(data);
        var nobodies = records.stream()
                .filter(record -> record.get("kind").asText().equals("AUTH"))
                .toList();
        assertThat(nobodies).hasSizeBetween(1, 3).allSatisfy(record -> {
            assertThat(record.get("reason").asText()).isEqualTo("invalid_signature");
            assertThat(record.get("source").asText()).isEqualTo("127.0.0.0/24");
        });
        assertThat(nobodies.stream()
                        .mapToInt(record -> record.get("attempts").asInt())
                        .sum())
                .isEqualTo(FLOOD);
        assertThat(records.stream().filter(record -> record.get("kind").asText().equals("DECISION")))
                .hasSize(1);
    }

    private static void flood(Wire forged, AtomicInteger told) throws Exception {
        try (var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                var threads = Executors.newFixedThreadPool(CALLERS)) {
            var request = HttpRequest.newBuilder(forged.gateway()).POST(BodyPublishers.ofByteArray(forged.body()));
            forged.headers().stream()
                    .filter(header -> !OWN.contains(header.getKey().toLowerCase(Locale.ROOT)))
                    .forEach(header -> request.header(header.getKey(), header.getValue()));
            var ready = request.build();
            for (int caller = 0; caller < CALLERS; caller++) {
                int share = FLOOD / CALLERS + (caller < FLOOD % CALLERS ? 1 : 0);
                threads.submit(() -> {
                    for (int call = 0; call < share; call++) {
                        var answer = http.send(ready, BodyHandlers.ofString());
                        if (answer.statusCode() == 400 && answer.body().contains("InvalidSignatureException")) {
                            told.incrementAndGet();
                        }
                    }
                    return null;
                });
            }
        }
    }
}
