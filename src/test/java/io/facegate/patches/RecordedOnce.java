package io.facegate.patches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.facegate.cli.Ran;
import io.facegate.cli.policy.PolicyCommand;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Question;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.narrative.Narrative;
import io.facegate.ledger.narrative.NarrativeWriter;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.policy.Decision;
import io.facegate.policy.vocabulary.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One decision in a ledger of its own, with the policies that made it kept beside. */
final class RecordedOnce {
    private final Path policies;
    private final Path data;
    private String id = "";

    /** @param policies a folder of policies; the ledger is made in it */
    RecordedOnce(Path policies) {
        this.policies = policies;
        this.data = policies.resolve("data");
    }

    /** Records a permit of the sample call, and returns the record. */
    String permitted(Decision.Permit permit) throws IOException {
        return permitted(Sample.asked(), permit);
    }

    String permitted(Question question, Decision.Permit permit) throws IOException {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            var cleared = ledger.recordPermit(question, permit);
            id = cleared.decision();
            ledger.close(cleared, new Ledger.Ending("ok", "", 1, 10));
        }
        var kept = Files.createDirectories(data.resolve("policies").resolve(permit.policies()));
        try (var files = Files.newDirectoryStream(policies, "*.yaml")) {
            for (var file : files) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        return record();
    }

    private String record() {
        return Records.of(data).stream()
                .filter(line -> line.contains("\"id\":\"" + id))
                .findFirst()
                .orElseThrow();
    }

    /** The decision comes out again to the byte. */
    void assertReplays() {
        var ran = Ran.of(new PolicyCommand(), List.of("replay", "--data", data.toString(), "--same", "--json"));
        assertThat(ran.out()).as(ran.err()).contains("{\"reproduced\":1,\"differ\":0,\"not_replayable\":{}}");
    }

    /** The record is one of the published schema. */
    void assertValid() throws IOException {
        var json = new ObjectMapper();
        var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(json.readTree(Path.of("docs/schema/record.json").toFile()));
        assertThat(schema.validate(json.readTree(record()))).isEmpty();
    }

    /** The notes on the decision, in English and in French. */
    List<String> told() {
        return told(Narrative::notes);
    }

    /** Why it was decided, in English and in French. */
    List<String> explained() {
        return told(narrative -> List.of(narrative.why()));
    }

    private List<String> told(Function<Narrative, List<String>> part) {
        try (var archive = RecordSearch.open(data)) {
            var details = archive.details(id).orElseThrow();
            return Stream.of(Language.EN, Language.FR)
                    .map(language -> String.join(
                            " ",
                            part.apply(new NarrativeWriter(language, UnaryOperator.identity(), PolicyHistory.empty())
                                    .explain(details))))
                    .toList();
        }
    }
}
