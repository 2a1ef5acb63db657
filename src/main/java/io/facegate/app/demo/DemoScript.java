package io.facegate.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.app.server.GatewayServer;
import io.facegate.console.DemoLogins;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.policy.vocabulary.Language;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo's calls and their narration: first a nonprofit, then a police department. */
final class DemoScript {
    private final GatewayServer server;
    private final DemoHistory.Past past;
    private final DemoRequests requests;
    private final DemoPictures photographs;
    private final @Nullable DemoLogins people;

    /** @param people who can log in by name; null if the gateway stops at once */
    DemoScript(GatewayServer server, DemoHistory.Past past, DemoPictures photographs, @Nullable DemoLogins people) {
        this.people = people;
        this.server = server;
        this.past = past;
        this.requests = past.requests();
        this.photographs = photographs;
    }

    void run() {
        try (var search = server.gatewayContext().recordSearch()) {
            var nonprofit = new SignedClient(server.calls(), requests.key(DemoCaller.CHILDREN));
            var police = new SignedClient(server.calls(), requests.key(DemoCaller.POLICE));
            printPast();
            title("1. A child-protection nonprofit asks where the faces are");
            var detected = nonprofit.detectFaces(photographs.group());
            faces(JsonMappers.PLAIN.readTree(detected.body()));
            decision(search, detected);
            title("2. It asks whether two photographs show the same person");
            var compared = nonprofit.compareFaces(photographs.one(), photographs.same());
            similarities(JsonMappers.PLAIN.readTree(compared.body()));
            decision(search, compared);
            title("3. A police department asks where the faces are");
            var refused = police.detectFaces(photographs.group());
            refusal(refused);
            decision(search, refused);
            printRepeats();
            printFolder();
            printPeople();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void printRepeats() {
        title("Repeat them with the AWS CLI");
        repeat(requests.key(DemoCaller.CHILDREN), "detect-faces --image-bytes fileb://" + photographs.group());
        repeat(
                requests.key(DemoCaller.CHILDREN),
                "compare-faces --source-image-bytes fileb://" + photographs.one() + " --target-image-bytes fileb://"
                        + photographs.same());
        repeat(requests.key(DemoCaller.POLICE), "detect-faces --image-bytes fileb://" + photographs.group());
        title("Call the other APIs with the nonprofit's API key, in the header X-Api-Key or that of a vendor's SDK");
        print("   export FACEGATE_API_KEY=" + requests.key(DemoCaller.CHILDREN).apiKey());
        print("   ./facegate me --gateway " + server.calls() + "     says what it may do");
    }

    private void faces(JsonNode answer) {
        for (var face : answer.path("FaceDetails")) {
            var box = face.path("BoundingBox");
            print(String.format(
                    Locale.ROOT,
                    "   a face %.1f %% sure, at left %.2f, top %.2f, width %.2f, height %.2f of the picture",
                    face.path("Confidence").asDouble(),
                    box.path("Left").asDouble(),
                    box.path("Top").asDouble(),
                    box.path("Width").asDouble(),
                    box.path("Height").asDouble()));
        }
    }

    private void similarities(JsonNode answer) {
        for (var match : answer.path("FaceMatches")) {
            print(String.format(
                    Locale.ROOT,
                    "   the same person: similarity %.1f of 100",
                    match.path("Similarity").asDouble()));
        }
    }

    private void refusal(HttpResponse<String> answer) throws IOException {
        var body = JsonMappers.PLAIN.readTree(answer.body());
        print("   HTTP " + answer.statusCode() + " " + body.path("__type").asText());
        print("   " + body.path("Message").asText());
    }

    private void decision(RecordSearch search, HttpResponse<String> answer) {
        var id = answer.headers().firstValue("Facegate-Decision").orElse("");
        var details = search.details(id)
                .orElseThrow(
                        () -> new IllegalStateException("decision " + id + " is not in the ledger: " + answer.body()));
        var data = server.gatewayContext().setup().data();
        ViewAudit.of(LedgerAddress.ofFolder(data)).recordView("demo", id);
        var words = RecordRenderer.forTerminal(server.gatewayContext()::organisationName, data)
                .explain(details, Language.EN);
        print("   On record as " + id + ":");
        print("     " + words.asked());
        print("     " + words.decided() + " " + words.why());
        print("     Record " + (details.decision().index() + 1) + " of a tree of " + details.treeSize() + ".");
    }

    private void repeat(MintedKey key, String command) {
        print("   AWS_ACCESS_KEY_ID=" + key.accessKeyId() + " AWS_SECRET_ACCESS_KEY=" + key.secretAccessKey()
                + " AWS_DEFAULT_REGION=us-east-1 \\");
        print("     aws --endpoint-url " + server.calls() + " rekognition " + command);
    }

    private void printPast() {
        title("The last fortnight");
        print("   " + past.calls() + " calls since " + past.first()
                + ", answered by the embedded engine under a clock that the demo set.");
        print("   The log is named " + past.log() + " and its acts \"" + DemoHistory.ACT
                + "\" say which times the demo set: no record passes for a real one.");
    }

    private void printFolder() {
        Path data = server.gatewayContext().setup().data();
        title("Look further");
        print("   In the console: the fortnight's decisions; one answer that waits for two reviewers; an open");
        print("   appeal; two proposals; two authorisations that wait; rules of the operator's that were taken back;");
        print("   answers that failed; a vendor that was stopped; a call round the gateway; what ends within 30 days.");
        print("   ./facegate ledger tail --data " + data);
        print("   ./facegate ledger verify --data " + data);
    }

    /** One link each, for a browser window of its own. */
    private void printPeople() {
        if (people == null) {
            return;
        }
        title("Log in by name: each link works once, and the next one is printed then. A window of its own for each");
        server.localConsoleAddress().ifPresent(people::openAt);
    }

    private void title(String words) {
        print("");
        print(words);
    }

    private void print(String line) {
        server.settings().output().print(line);
    }
}
