package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.app.webhook.WebhookReceiver;
import io.facegate.e2e.Wire.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** An urgent use without an authorisation, from the call to the webhook, at a gateway that is killed in between. */
class AuthorisationIT {
    @TempDir
    private static Path folder;

    private Gateway.Key police;
    private Gateway gateway;

    private Gateway start() {
        return Gateway.start(
                folder.resolve("data"),
                "--policies",
                folder.resolve("policies").toString(),
                "--notify",
                folder.resolve("notify.yaml").toString());
    }

    private static Gateway.Result facegate(String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return Gateway.run(all.toArray(String[]::new)).expect(0);
    }

    private Answer call() {
        return Wire.signed(
                        gateway.calls(),
                        AwsCredentialsIdentity.create(police.id(), police.secret()),
                        "ListCollections",
                        "{}",
                        Map.of("Facegate-Case", "26-2"),
                        Wire.usual())
                .send();
    }

    @Test
    void whatIsRaisedStopsTheUseAndReachesTheWebhookAfterAKill() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("policies")).resolve("urgent.yaml"), """
            pack: urgent
            title: Urgent uses
            binds: Everybody.
            rules:
              - id: look
                effect: permit
                match: {capability: gallery_read}
              - id: ask-afterwards
                effect: oblige
                match: {capability: gallery_read}
                obligations: {authorisation: PT8S, duties: [stop_on_rejection, purge_on_rejection]}
                citation: {ref: A house rule, checked: 2026-11-24}
            """);
        police = Gateway.register(folder.resolve("data"), "pd", "law_enforcement.police", "suspect_search");
        facegate("evidence", "add", "--org", "pd", "--id", "w-2", "--type", "warrant", "--case", "26-2");
        try (var receiver = WebhookReceiver.start()) {
            Files.writeString(folder.resolve("desk.secret"), WebhookReceiver.SECRET);
            Files.writeString(
                    folder.resolve("notify.yaml"),
                    "receivers:\n- {name: desk, url: \"" + receiver.url() + "\", secret: desk.secret}\n");
            receiver.status = 503;
            gateway = start();
            assertThat(call().status()).isEqualTo(200);
            assertThat(call().status()).isEqualTo(200);
            Await.until(() -> call().status() == 400);
            assertThat(call().message()).contains("authorisation_missing", "The use is stopped");
            Await.until(() -> receiver.refused.get() > 0);
            gateway.kill();
            receiver.status = 200;
            gateway = start();
            assertThat(call().message()).contains("authorisation_missing");
            var waiting =
                    facegate("authorisation", "list", "--waiting", "--json").out();
            var decisions = waiting.lines()
                    .map(line -> Gateway.parsed(line).path("decision").asText())
                    .toList();
            assertThat(decisions).hasSizeGreaterThan(1);
            Await.until(() -> lapses(receiver).size() == decisions.size());
            assertThat(lapses(receiver)).hasSameElementsAs(decisions);
            assertThat(receiver.received).allMatch(WebhookReceiver.Received::isSigned);
            for (var word : List.of("request-lift", "confirm-lift")) {
                facegate(
                        "authorisation",
                        word,
                        decisions.getFirst(),
                        "--same-use",
                        "--by",
                        word.equals("request-lift") ? "a.lee" : "c.ash",
                        "--reason",
                        "A new order.");
            }
            Await.until(() -> call().status() == 200);
            Gateway.pause(3_000);
            assertThat(call().status()).isEqualTo(200);
        } finally {
            gateway.close();
        }
    }

    private static List<String> lapses(WebhookReceiver receiver) {
        return receiver.received.stream()
                .filter(one -> one.body().path("type").asText().equals("authorisation.lapsed"))
                .map(one -> one.body().path("data").path("decision").asText())
                .distinct()
                .toList();
    }
}
