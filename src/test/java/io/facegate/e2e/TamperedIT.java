package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway starts over a folder in which somebody turned an old refusal of the police into a permit. */
class TamperedIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void healthMetricsAndConsoleSayThatARecordWasChanged() throws Exception {
        var data = filled();
        change(data);
        try (var gateway = Gateway.start(data)) {
            Await.until(() -> get(gateway, "/health").body().contains("\"tampered\""));
            var health = get(gateway, "/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("record 4: its bytes were changed after it was written");
            assertThat(get(gateway, "/metrics").body())
                    .contains(
                            "# HELP facegate_audit_tampered_records Records of the log that do not verify.",
                            "facegate_audit_tampered_records 1.0",
                            "facegate_audit_verified_records 0.0");
            var page = console(gateway, "/console/decisions");
            assertThat(page)
                    .contains("class=\"tampered\"", "Record 4", "Record 4 was tampered with.")
                    .doesNotContain("metro-pd");
        }
    }

    @Test
    void theSameFolderUntouchedIsVerifiedWhole() throws Exception {
        var data = filled();
        try (var gateway = Gateway.start(data)) {
            Await.until(() -> !get(gateway, "/metrics").body().contains("facegate_audit_verified_records 0.0"));
            var health = get(gateway, "/health");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).contains("\"name\": \"audit\"", "\"verified up to record\"");
            assertThat(console(gateway, "/console/decisions"))
                    .contains("metro-pd", "The whole log was last verified")
                    .doesNotContain("class=\"tampered\"");
        }
    }

    /** What was written before the last start is not hashed again by the next one. */
    private Path filled() {
        var data = folder.resolve("data");
        Filled.with(data, 3);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
        }
        Filled.with(data, 3);
        Filled.signed(data);
        Gateway.start(data).close();
        return data;
    }

    private static void change(Path data) throws Exception {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                var statement = file.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '\"verdict\":\"refuse\"',"
                                    + " '\"verdict\":\"permit\"') AS BLOB) WHERE first = 3"))
                    .isOne();
        }
    }

    private static HttpResponse<String> get(Gateway gateway, String path) {
        return get(gateway.health().resolve(path), "");
    }

    private static HttpResponse<String> get(URI address, String cookie) {
        try {
            var request = HttpRequest.newBuilder(address);
            return CLIENT.send(
                    cookie.isEmpty()
                            ? request.build()
                            : request.header("Cookie", cookie).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String console(Gateway gateway, String path) {
        var session = get(gateway.console(), "")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        return get(gateway.calls().resolve(path), session).body().replace("<wbr>", "");
    }
}
