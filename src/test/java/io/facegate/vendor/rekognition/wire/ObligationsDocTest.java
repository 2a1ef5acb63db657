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
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
