package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Capability.ANALYZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.Obligations;
import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.ReplyShapes.Role;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/obligations.md} is what the code does. */
class ObligationsDocTest {
    private static final ReplyShapes SHAPES = VendorApi.REKOGNITION.catalogue().shapes();

    private static final String REFUSED = "refused";
    private static final String MET = "met";
    private static final String NOTHING = "–";

    private final RekognitionObligationBinding terms = new RekognitionObligationBinding();

    @Test
    void theTableSaysWhatIsMetOnEachOperation() throws IOException {
        var rows = new LinkedHashMap<List<String>, List<String>>();
        for (var operation : VendorApi.REKOGNITION.catalogue().operations().values().stream()
                .sorted(this::byName)
                .toList()) {
            rows.computeIfAbsent(cells(operation), none -> new ArrayList<>()).add('`' + operation.name() + '`');
        }
        var table = new StringBuilder();
        rows.forEach((cells, operations) -> table.append("| ")
                .append(String.join(", ", operations))
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n"));
        var document = Files.readString(Path.of("docs/obligations.md"));
        assertThat(document).contains(table);
    }

    /** Each kind has a column of the table, or is in the sentence about those that every operation meets. */
    @Test
    void whatIsSaidToBeMetOnAllIsMetOnEachOperation() throws IOException {
        var document = Files.readString(Path.of("docs/obligations.md"));
        var sentence =
                document.substring(document.indexOf("`lead_only`, `notices`,"), document.indexOf(" are met on all"));
        var said = words(sentence);
        for (var kind : Obligations.Kind.values()) {
            if (said.contains(kind.code())) {
                assertThat(notMeeting(kind)).as(kind.code()).isEmpty();
            }
        }
        var header = document.lines()
                .filter(line -> line.startsWith("| operations |"))
                .findFirst()
                .orElseThrow();
        said.addAll(words(header));
        assertThat(said)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Obligations.Kind.values())
                        .map(Obligations.Kind::code)
                        .toList());
        // A kind that is not met on all would be found.
        assertThat(notMeeting(Obligations.Kind.REVIEWERS)).contains("StartFaceSearch");
    }

    private static List<String> words(String line) {
        return new ArrayList<>(Pattern.compile("`([^`]+)`")
                .matcher(line)
                .results()
                .map(word -> word.group(1))
                .toList());
    }

    private List<String> notMeeting(Obligations.Kind kind) {
        var alone = Obligations.NONE.with(kind, sample(kind));
        // It counts only beside the other.
        var asked = kind == Obligations.Kind.AUTHORISATION_GRANT
                ? alone.with(Obligations.Kind.AUTHORISATION, Duration.ofHours(24))
                : alone;
        return VendorApi.REKOGNITION.catalogue().operations().values().stream()
                .filter(operation ->
                        terms.bind(Obliged.read(operation.name(), body(operation)), asked) instanceof Beyond)
                .map(VendorOperation::name)
                .toList();
    }

    private static Object sample(Obligations.Kind kind) {
        return switch (kind.type()) {
            case FLAG -> true;
            case LENGTH -> Duration.ofHours(24);
            case NOTICES, DUTIES -> Set.of("sign_at_entrance");
            case PERIOD -> Period.ofYears(1);
            case PEOPLE, RESULTS -> 2;
            case SHARE -> 0.9;
            case CAPABILITIES -> Set.of(ANALYZE);
        };
    }

    @Test
    void everyObligationIsExplained() throws IOException {
        var document = Files.readString(Path.of("docs/obligations.md"));
        for (var kind : Obligations.Kind.values()) {
            assertThat(document).contains('`' + kind.code() + '`');
        }
        for (var header : List.of("Label", "Notice", "Duty", "Warning", "Authorisation-Due")) {
            assertThat(document).contains("`Facegate-" + header + ": ");
        }
        for (var code : List.of("obligation_unenforceable", "needs_review", "review_rejected")) {
            assertThat(document).contains('`' + code + '`');
            assertThat(Files.readString(Path.of("docs/errors.md"))).contains("| `" + code + "` |");
        }
    }

    private int byName(VendorOperation one, VendorOperation other) {
        return one.name().compareTo(other.name());
    }

    private List<String> cells(VendorOperation operation) {
        var clauses = operation.enforcement();
        var reply = clauses.reply();
        boolean describes = reply != null && describes(reply, 0);
        boolean lists = reply != null && SHAPES.fieldWithRole(Role.RESULTS, reply) != null;
        boolean recognises = operation.capabilities().stream()
                .anyMatch(one -> one == Capability.VERIFY || one.isWithin(Capability.IDENTIFY));
        boolean enrols = operation.capabilities().contains(Capability.ENROLL);
        return List.of(
                cell(operation, Obliged.least(0.99), recognises || RekognitionEnforceability.hasScores(operation)),
                cell(operation, Obliged.redacting(ANALYZE), describes),
                cell(operation, Obliged.most(5), lists || clauses.maxParameter() != null),
                cell(operation, Obliged.reviewed(2), true),
                cell(operation, Obliged.keeping(Period.ZERO, null), false),
                enrols ? "engine only" : NOTHING);
    }

    private static boolean describes(String shape, int depth) {
        return depth < 6
                && SHAPES.fieldsOf(shape).values().stream()
                        .anyMatch(part -> part.attribute() != null
                                || (part.shape() != null && describes(part.shape(), depth + 1)));
    }

    private String cell(VendorOperation operation, Obligations obligations, boolean touched) {
        var call = Obliged.read(operation.name(), body(operation));
        return terms.bind(call, obligations) instanceof Beyond ? REFUSED : touched ? MET : NOTHING;
    }

    private static String body(VendorOperation operation) {
        return operation.name().equals("CreateStreamProcessor") ? "{\"Settings\":{\"FaceSearch\":{}}}" : "{}";
    }
}
