package io.facegate.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.Reply;
import io.facegate.integrity.RegistryRoots;
import io.facegate.ledger.record.RecordField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published schema of records says what records are, and nothing else. */
class RecordSchemaTest {
    private static final Path FILE = Path.of("docs", "schema", "record.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path data = Path.of("");

    @Test
    void listsEveryFieldThatCanBeWrittenAndNoOther() throws IOException {
        var listed = new TreeSet<String>();
        collect(JSON.readTree(FILE.toFile()), listed);
        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(RecordField.values())
                        .map(RecordField::key)
                        .sorted()
                        .toList());
    }

    /** What a kind of record may hold is described at the top, not inside another field. */
    @Test
    void describesEachFieldOfAKindWhereARecordHasIt() throws IOException {
        var whole = JSON.readTree(FILE.toFile());
        var described = new TreeSet<String>();
        whole.path("properties").fieldNames().forEachRemaining(described::add);
        var allowed = new TreeSet<String>();
        whole.findValues("propertyNames")
                .forEach(names -> names.path("enum").forEach(name -> allowed.add(name.asText())));
        assertThat(allowed).hasSizeGreaterThan(60);
        assertThat(described).containsAll(allowed);
    }

    @Test
    void takesEveryRecordOfEveryKind() throws IOException {
        for (var record : everyKind()) {
            assertThat(schema().validate(JSON.readTree(record))).as(record).isEmpty();
        }
        for (var record : scenarios()) {
            assertThat(record).hasSizeBetween(100, 1500);
            assertThat(schema().validate(JSON.readTree(record))).as(record).isEmpty();
        }
    }

    @Test
    void refusesAFieldThatIsNotListedAndOneOfAnotherKind() throws IOException {
        for (var record : everyKind()) {
            var unknown = (ObjectNode) JSON.readTree(record);
            unknown.put("similarity", 1);
            assertThat(schema().validate(unknown)).as(record).isNotEmpty();
            var foreign = (ObjectNode) JSON.readTree(record);
            foreign.put(foreign.has("expected") ? "status" : "expected", "ok");
            assertThat(schema().validate(foreign)).as(record).isNotEmpty();
        }
    }

    private List<String> everyKind() {
        if (!Files.exists(data.resolve("ledger.db"))) {
            write();
        }
        var records = new ArrayList<>(Records.of(data));
        records.add(new String(new RecordWriter("0.1.0", new byte[32])
                .clock(Instant.EPOCH, Sample.NOW)
                .json()));
        records.add(new String(new RecordWriter("0.1.0", new byte[32])
                .gap(3, Instant.EPOCH, Sample.NOW)
                .json()));
        assertThat(records.stream().map(line -> line.replaceAll(".*\"kind\":\"([A-Z]+)\".*", "$1")))
                .contains("DECISION", "EVALUATION", "OUTCOME", "AUTH", "ADMIN", "CLOCK", "GAP");
        return records;
    }

    private void write() {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var cleared = ledger.recordPermit(Sample.asked(), Sample.permit());
            ledger.close(cleared, new Ledger.Ending("vendor_error", "Throttled", 0, 12));
            ledger.refuse(Sample.askedByPolice(), Sample.refuse());
            ledger.refuse(routed(), Sample.refuse());
            var heard = ledger.recordPermit(routed(), Sample.permit());
            heard.reply(
                    new Reply.Verbatim(200, new byte[2], null, new Reply.Envelope(OptionalInt.empty(), "a-request")));
            ledger.close(heard, new Ledger.Ending("ok", "", 1, 12));
            ledger.recordEvaluation(Sample.asked(), Sample.permit());
            ledger.recordAct(new Ledger.Administrative("start", "0.2.0", Sample.NOW)
                    .withDetails(AdministrativeActDetails.ofStart("facegate-0")));
            ledger.recordAct(new Ledger.Administrative("review_approve", cleared.decision(), "r.doe", Sample.NOW));
            ledger.recordAct(new Ledger.Administrative("reviewer_add", "hope", "r.doe", Sample.NOW)
                    .withDetails(new AdministrativeActDetails(
                            "m.roe", "A new colleague.", true, new RegistryRoots("reviewers:1", "a", "b"))));
            var delivery = new PolicyDelivery("5f2a".repeat(16), 2, "81d0c3e", Sample.NOW, List.of("81d0c3e5"));
            ledger.recordAct(new Ledger.Administrative(
                    "policies_loaded",
                    "5f2a".repeat(16),
                    Sample.NOW,
                    new Ledger.LoadedPacks(List.of("base"), List.of()).deliveredBy(delivery)));
            ledger.countUnauthenticated("192.0.2.0/24", io.facegate.call.Fault.Why.values()[0], Sample.NOW);
        }
    }

    /** A call with a document, on one vendor's wire, that another was to answer. */
    private static Ledger.Question routed() {
        var asked = Sample.asked();
        var call = asked.call()
                .withParams(Map.of("document", new byte[3]))
                .routedTo(
                        "google_vision",
                        "BatchAnnotateFiles",
                        new CrossVendorRoute("rekognition", "DetectFaces", null, "google_vision"));
        return new Ledger.Question(asked.caller(), call, asked.source(), asked.now(), List.of("pictures.example:8443"));
    }

    @Test
    void aStartNamesItsGatewayAndNoCommandCan() {
        assertThat(everyKind())
                .anySatisfy(record -> assertThat(record).contains("\"act\":\"start\"", "\"gateway\":\"facegate-0\""));
        var said = JsonNodeFactory.instance.objectNode().put("reason", "why").put("gateway", "facegate-0");
        assertThat(AdministrativeActDetails.read(said).gateway()).isNull();
        var sent = new HashMap<String, Object>();
        AdministrativeActDetails.ofStart("facegate-0").write(sent);
        assertThat(sent).isEmpty();
    }

    @Test
    void whatAVendorSaidStandsInTheRecordOfACallThatIsAnsweredInOtherWords() {
        assertThat(everyKind())
                .filteredOn(record -> record.contains("\"kind\":\"OUTCOME\""))
                .anySatisfy(record -> assertThat(record)
                        .contains("\"http_status\":200", "\"vendor_request\":\"a-request\"", "\"status\":\"ok\""));
        assertThat(everyKind())
                .anySatisfy(record -> assertThat(record)
                        .contains(
                                "\"hosts\":[\"pictures.example:8443\"]",
                                "\"pictures\":{}",
                                "\"engine\":\"google_vision\"",
                                "\"wire\":\"rekognition\",\"wire_operation\":\"DetectFaces\""));
    }

    /** The records of the scenarios, with values where those have placeholders. */
    private static List<String> scenarios() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "resources", "scenarios"))) {
            var found = new ArrayList<String>();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("^ *- '(\\{\"(?:boot|act|attempts|capabilities).*\\})'$", Pattern.MULTILINE)
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(line -> found.add(filled(line.group(1))));
            }
            assertThat(found).hasSizeGreaterThan(20);
            return found;
        }
    }

    private static String filled(String record) {
        return record.replaceAll("<[0-9]+>", "019ab8f2-6c1e-7d3a-9b57-1f0c2d4e6a81")
                .replace("<micros>", "1")
                .replace("<clock>", "2026-11-24T12:00:00.000Z")
                .replace("''", "'")
                .replaceAll("<(digest|commitment)>", "5f2a".repeat(16));
    }

    private static void collect(JsonNode schema, TreeSet<String> to) {
        schema.path("properties").fieldNames().forEachRemaining(to::add);
        schema.path("properties").forEach(each -> collect(each, to));
        schema.path("$defs").forEach(each -> collect(each, to));
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(JSON.readTree(FILE.toFile()));
    }
}
