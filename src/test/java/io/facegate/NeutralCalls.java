package io.facegate;

import static io.facegate.Stage.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.http.VendorCallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Calls of the neutral API that a vendor answers, and what their answers say. */
record NeutralCalls(VendorCallHandler wire, Instant now) {
    private static final ObjectMapper JSON = new ObjectMapper();

    HttpAnswer ask(String who, String method, String target, String... body) {
        var json = body.length == 0 ? "" : body[0];
        var headers = new ArrayList<>(List.of("X-Api-Key", who));
        if (!json.isEmpty()) {
            headers.addAll(List.of("Content-Type", "application/json"));
        }
        return wire.handle(Stage.arrival(
                method + " /facegate/v1/" + target, json.getBytes(US_ASCII), now, headers.toArray(String[]::new)));
    }

    /** Returns an answer of that vendor, without the prefixes of owners that its account has. */
    static JsonNode answered(HttpAnswer answer, String vendor, String... prefixes) throws IOException {
        assertThat(answer.status()).as(text(answer)).isBetween(200, 299);
        assertThat(text(answer)).contains("\"provider\":\"" + vendor + '"').doesNotContain(prefixes);
        return JSON.readTree(answer.body());
    }

    static String problem(HttpAnswer answer, int status, String type) {
        assertThat(answer.status()).as(text(answer)).isEqualTo(status);
        assertThat(text(answer)).contains("\"type\":\"urn:facegate:problem:" + type + "\"");
        return text(answer);
    }
}
