package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./facegate demo --once}, the launcher itself, from another folder: the first thing that a newcomer sees. */
class DemoIT {
    private static final Pattern ON_RECORD = Pattern.compile("On record as ([0-9a-f-]{36})");

    @TempDir
    private static Path folder;

    private static Result demo = new Result(-1, "", "");
    private static List<JsonNode> records = List.of();

    @BeforeAll
    static void run() throws IOException {
        demo = Result.of(Launcher.of(folder, "demo", "--once")).expect(0);
        records = Gateway.records(folder.resolve("facegate-data"));
    }

    private static Stream<JsonNode> ofKind(String kind) {
        return records.stream().filter(record -> record.path("kind").asText().equals(kind));
    }

    private static Map<String, Long> count(String kind, String field) {
        return ofKind(kind)
                .collect(Collectors.groupingBy(
                        record -> record.path(field).asText(), TreeMap::new, Collectors.counting()));
    }

    private static Set<String> words(Function<JsonNode, String> field) {
        return ofKind("DECISION").map(field).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void printsOneCallAnsweredAndOneRefusedAndStops() {
        assertThat(demo.out())
                .containsSubsequence(
                        "The last fortnight",
                        " calls since 20",
                        "The log is named demo.facegate.local/",
                        "A child-protection nonprofit asks where the faces are",
                        "a face ",
                        "On record as ",
                        "whether two photographs show the same person",
                        "the same person: similarity ",
                        "On record as ",
                        "A police department asks",
                        "HTTP 400 AccessDeniedException",
                        "amazon-rekognition-2020/police",
                        "10 June 2020",
                        "Contact: appeals@operator.example. Decision: ",
                        "POST /facegate/v1/decisions/",
                        "On record as ",
                        "Repeat them with the AWS CLI",
                        "aws --endpoint-url http://127.0.0.1:",
                        "export FACEGATE_API_KEY=fg",
                        "me --gateway http://127.0.0.1:",
                        "Look further",
                        "ledger verify --data");
        assertThat(demo.err())
                .doesNotContain("Exception", "ERROR", "Building", "Removed from the policies", "as --allow-removal");
    }

    @Test
    void whatItSaysIsOnRecord() throws IOException {
        var decisions = ON_RECORD
                .matcher(demo.out())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(decisions).hasSize(3);
        assertThat(records.stream()
                        .filter(record -> decisions.contains(record.get("id").asText()))
                        .map(record -> record.get("verdict").asText()))
                .containsExactly("permit", "permit", "refuse");
        assertThat(Result.of(Launcher.of(folder, "ledger", "verify")).expect(0).out())
                .contains("The ledger verifies", "demo.facegate.local/");
    }

    @Test
    void aFortnightHasSomethingForEveryPage() {
        assertThat(ofKind("DECISION").count()).isBetween(300L, 520L);
        assertThat(count("DECISION", "verdict").keySet()).containsExactly("permit", "refuse");
        assertThat(words(record -> record.path("organisation").path("id").asText()))
                .containsExactly(
                        "cascade-image-lab",
                        "corner-market",
                        "facet-labs",
                        "great-lakes-clearing-house",
                        "hope-for-children",
                        "riverside-bank",
                        "springfield-police");
        assertThat(words(record -> record.path("provider").asText()))
                .contains("rekognition", "azure_face", "google_vision", "local");
        assertThat(words(record -> record.path("code").asText()))
                .contains(
                        "moratorium",
                        "vendor_ban",
                        "approval_missing",
                        "consent_required",
                        "purpose_expired",
                        "purpose_not_registered",
                        "stopped",
                        "no_rule_permits");
        assertThat(ofKind("DECISION")
                        .filter(record -> record.path("sandbox").asText().equals("yes")))
                .as("of the sandbox")
                .isNotEmpty();
        assertThat(ofKind("DECISION").filter(record -> record.has("warned")))
                .as("warned")
                .isNotEmpty();
        assertThat(count("OUTCOME", "status"))
                .containsEntry("held", 2L)
                .containsEntry("released", 1L)
                .containsEntry("vendor_error", 3L)
                .containsKeys("ok", "not_forwarded");
        assertThat(count("ADMIN", "act"))
                .containsEntry("appeal_file", 2L)
                .containsEntry("appeal_reject", 1L)
                .containsEntry("review_approve", 2L)
                .containsEntry("proposal_add", 2L)
                .containsEntry("stop_set", 1L)
                .containsEntry("stop_request_lift", 1L)
                .containsEntry("stop_confirm_lift", 1L)
                .containsEntry("authorisation_file", 1L)
                .containsEntry("reconcile", 1L)
                .containsKeys("hold_add", "grant_add", "evidence_add", "key_rotate", "export", "pack_removed");
        assertThat(count("AUTH", "reason")).containsOnlyKeys("unknown_key", "expired");
    }

    @Test
    void timesNeverGoBackAndTheClockAgrees() throws IOException {
        var times = records.stream()
                .map(record -> Instant.parse(record.path("time").asText()))
                .toList();
        assertThat(times).isSorted();
        assertThat(Duration.between(times.getFirst(), times.getLast())).isGreaterThan(Duration.ofDays(13));
        assertThat(ofKind("CLOCK")).as("deviations of the clock").isEmpty();
        assertThat(Result.of(Launcher.of(folder, "ledger", "clock")).expect(0).out())
                .containsIgnoringCase("agree");
    }

    /** Nobody takes the records for those of a gateway that people used. */
    @Test
    void isMarkedAsADemo() throws IOException {
        var acts = ofKind("ADMIN")
                .map(record -> record.path("act").asText()
                        + ' '
                        + record.path("subject").asText())
                .filter(act -> act.startsWith("demo "))
                .toList();
        assertThat(acts).hasSize(2);
        assertThat(acts.getFirst()).startsWith("demo times_set_until:");
        assertThat(acts.getLast()).startsWith("demo times_of_machine_since:");
        var first = records.stream()
                .map(record -> record.path("act").asText())
                .toList()
                .indexOf("demo");
        assertThat(records.subList(0, first))
                .as("before any caller is registered")
                .noneMatch(record -> record.path("kind").asText().equals("DECISION")
                        || record.path("act").asText().equals("org_add"));
        var organisations =
                Result.of(Launcher.of(folder, "org", "list")).expect(0).out();
        assertThat(organisations.lines().filter(line -> line.contains("(demo)")))
                .hasSize(7);
    }

    @Test
    void neverTouchesDataThatIsThere() throws IOException {
        var before = Gateway.records(folder.resolve("facegate-data")).size();
        long folders = demoFolders();

        Result.of(Launcher.of(folder, "demo", "--once")).expect(0);

        assertThat(Gateway.records(folder.resolve("facegate-data"))).hasSize(before);
        assertThat(demoFolders()).isEqualTo(folders + 1);
    }

    private static long demoFolders() throws IOException {
        try (var kept = Files.list(folder)) {
            return kept.filter(path -> path.getFileName().toString().startsWith("facegate-data-demo-"))
                    .count();
        }
    }

    @Test
    void namesItsLogItself() throws IOException {
        var named = Result.of(Launcher.of(folder, "demo", "--once", "--log-origin", "police.example/faces"));
        assertThat(named.code()).isEqualTo(2);
        assertThat(named.err()).contains("--log-origin");
    }
}
