package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Fault;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Outcome;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Refusal;
import io.facegate.call.Reply;
import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import io.facegate.vendor.azure.wire.AzureFaceWire;
import io.facegate.vendor.compreface.wire.CompreFaceWire;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import io.facegate.vendor.google.wire.GoogleVisionWire;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.rekognition.wire.RekognitionWire;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of errors in the documents: each line is something a wire says, and there is a line for all it says. */
class ErrorTablesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Outcome.Receipt RECEIPT = new Outcome.Receipt("log", "id", new byte[32]);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Face FACE = new Face(new Face.Box(0, 0, 1, 1), 1, List.of(), null, null);

    /** A table, the columns of its status and its code, whose wire it is of, and where an answer has its code. */
    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(
                        "docs/errors.md",
                        "On the Rekognition wire",
                        new int[] {2, 3},
                        new RekognitionWire(),
                        field("/__type")),
                Arguments.of(
                        "docs/errors.md",
                        "On the Azure Face wire",
                        new int[] {2, 3},
                        new AzureFaceWire(),
                        field("/error/code")),
                Arguments.of(
                        "docs/google.md", "Errors", new int[] {2, 3}, new GoogleVisionWire(), field("/error/status")),
                Arguments.of("docs/compreface.md", "Errors", new int[] {2, 3}, new CompreFaceWire(), field("/code")),
                Arguments.of("docs/faceplusplus.md", "Errors", new int[] {2, 3}, new FacePlusPlusWire(), (Function<
                                JsonNode, String>)
                        body -> body.path("error_message").asText().split(":")[0]),
                Arguments.of("docs/api.md", "Errors", new int[] {2, 1}, new NeutralWire(), field("/type")));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theTableIsWhatTheWireSays(
            String document, String section, int[] columns, VendorWire wire, Function<JsonNode, String> code)
            throws IOException {
        var said = new TreeSet<String>();
        for (var answer : answers(wire)) {
            said.add(answer.status() + " " + code.apply(JSON.readTree(answer.body())));
        }
        // Nothing is signed on the neutral wire.
        said.removeIf(line -> wire instanceof NeutralWire && line.endsWith("_signature"));
        assertThat(table(document, section, columns[0], columns[1])).isEqualTo(said);
    }

    private static Function<JsonNode, String> field(String pointer) {
        return body -> body.at(pointer).asText().replace("urn:facegate:problem:", "");
    }

    /** Whatever goes wrong, on that wire. */
    private static List<HttpAnswer> answers(VendorWire wire) {
        var outcomes = new LinkedHashSet<Outcome>();
        outcomes.add(new Outcome.Refused(RECEIPT, refusal(), Outcome.Advice.NONE));
        for (var kind : Reply.Failure.values()) {
            outcomes.add(
                    new Outcome.Answered(RECEIPT, new Reply.Failed(kind, "Why."), Outcome.Advice.NONE, call("Detect")));
        }
        faults().forEach(fault -> outcomes.add(new Outcome.Unavailable(RECEIPT, fault, Outcome.Advice.NONE)));
        if (wire instanceof CompreFaceWire) {
            for (var found : List.of(
                    new Reply.Detected(List.of(), 0), new Reply.Enrolled(List.of(), List.of(FACE, FACE), "m"))) {
                outcomes.add(new Outcome.Answered(RECEIPT, found, Outcome.Advice.NONE, call("Detect")));
            }
        }
        var said = Stream.of("ListSubjects", "Detect")
                .flatMap(operation -> outcomes.stream().map(outcome -> wire.write(call(operation), outcome)));
        if (wire instanceof NeutralWire) {
            said = Stream.concat(said, mistakes().map(call -> wire.write(call, refused(call.preconditionFailure()))));
        }
        var turned = faults().stream().map(wire::write);
        return Stream.of(said, turned, Stream.of(wire.internalError()))
                .flatMap(all -> all)
                .toList();
    }

    /** Requests that the neutral API cannot read, each refused for that. */
    private static Stream<FaceCall> mistakes() {
        var wire = new NeutralWire();
        var json = List.of(Map.entry("Content-Type", "application/json"));
        return Stream.of(
                        request("GET", "detects", "", List.of(), ""),
                        request("GET", "detect", "", List.of(), ""),
                        request("POST", "detect", "", List.of(), "{}"),
                        request("POST", "detect", "", json, "["),
                        request("POST", "detect", "", json, "{\"a\":1}"),
                        request("POST", "detect", "", json, "{\"a\":1,\"a\":1}"),
                        request("POST", "analyze", "", json, "{}"))
                .map(wire::read);
    }

    private static HttpCall request(
            String method, String path, String query, List<Map.Entry<String, String>> headers, String body) {
        var head = new Credential.Request(method, NeutralWire.PREFIX + path, query, headers, "192.0.2.0/24", true);
        return new HttpCall(head, new RequestPayload(body.getBytes(StandardCharsets.UTF_8)), NOW);
    }

    private static Outcome refused(PreconditionFailure doubt) {
        var refusal = new Refusal(doubt.code(), "facegate/" + doubt.code(), doubt.sentence(), null, null, "Ask.");
        return new Outcome.Refused(RECEIPT, refusal, Outcome.Advice.NONE);
    }

    private static FaceCall call(String operation) {
        return new FaceCall(
                "vendor",
                operation,
                Facts.of(Set.of(Capability.DETECT)),
                new NormalizedRequest.VendorSpecific("Nothing."),
                Map.of(),
                null);
    }

    private static List<Fault> faults() {
        var nobody = Arrays.stream(Fault.Why.values()).map(why -> new Fault.Unauthenticated(why, "Why."));
        return Stream.concat(
                        nobody,
                        Stream.of(
                                new Fault.LedgerDown("Why."),
                                new Fault.RegistryDown("Why."),
                                new Fault.ProviderDown("Why."),
                                Fault.ProviderDown.rejectedCredentials("Why.", true),
                                new Fault.Overloaded("Why."),
                                new Fault.QuotaExceeded("Why.", 1, List.of()),
                                new Fault.LimitsDown("Why."),
                                new Fault.CircuitOpen(7, "Why."),
                                new Fault.OutcomeUnwritten(),
                                Fault.ShuttingDown.callRejected(),
                                new Fault.TooLarge("Why.")))
                .toList();
    }

    private static Refusal refusal() {
        return new Refusal("not_here", "house/all", "Because.", null, null, "Ask.", null);
    }

    /** Each status and code that a table names: a line may name several codes. */
    private static Set<String> table(String document, String section, int status, int code) throws IOException {
        var text = Files.readString(Path.of(document));
        int start = text.indexOf("## " + section + "\n");
        assertThat(start).as(section + " of " + document).isNotNegative();
        int end = text.indexOf("\n## ", start);
        var found = new TreeSet<String>();
        for (var line : text.substring(start, end < 0 ? text.length() : end).split("\n")) {
            var cells = line.split("\\|", -1);
            if (cells.length > Math.max(status, code) && cells[status].strip().matches("[0-9]{3}")) {
                var codes = CODE.matcher(cells[code]);
                while (codes.find()) {
                    found.add(cells[status].strip() + " " + codes.group(1));
                }
            }
        }
        return found;
    }
}
