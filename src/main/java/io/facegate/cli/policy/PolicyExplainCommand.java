package io.facegate.cli.policy;

import io.facegate.call.Capability;
import io.facegate.call.Operation;
import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.facegate.identity.Context;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.explain.Explanation;
import io.facegate.policy.reading.Library;
import io.facegate.policy.trial.Party;
import io.facegate.policy.trial.Question;
import io.facegate.policy.vocabulary.Places;
import io.facegate.policy.vocabulary.Words;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code policy explain}: why would such a call be decided so, and what would change it? */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Say how a call would be decided, why, and what would change it.",
            "Names the rules that match, the clause that decides, and every single change that would turn the decision.",
            "Nothing is called and nothing is written down.",
            "A capability is what the call does to a face. Name the operation, and its capabilities are those that it",
            "has whatever its parameters say; name capabilities to add to them, or alone."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:explained, whether permitted or refused",
            "2:bad usage, or there is no such folder",
            "3:the policies do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy explain --org-type law_enforcement.police \\",
            "      --purpose suspect_identification --capability identify \\",
            "      --at 2020-06-10T07:00:00Z",
            "  facegate policy explain --org-type contractor \\",
            "      --on-behalf-of law_enforcement.police --purpose missing_person \\",
            "      --operation DetectFaces"
        })
public final class PolicyExplainCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--org-type",
            paramLabel = "TYPE",
            required = true,
            description = "Who calls: a type of organisation.")
    private String type = "";

    @Option(names = "--org-id", paramLabel = "ID", defaultValue = "somebody", description = "Its id in the registry.")
    private String id = "somebody";

    @Option(names = "--jurisdiction", paramLabel = "J", description = "Where, such as US-OR/portland; repeatable.")
    private List<String> jurisdictions = List.of();

    @Option(names = "--on-behalf-of", paramLabel = "TYPE", description = "For whom it calls; repeatable.")
    private List<String> principals = List.of();

    @Option(names = "--purpose", paramLabel = "P", description = "Why it calls; without one the purpose is absent.")
    private @Nullable String purpose;

    @Option(names = "--capability", paramLabel = "C", description = "What the call does; repeatable.")
    private List<String> capabilities = List.of();

    @Option(names = "--operation", paramLabel = "NAME", description = "The vendor's operation, such as DetectFaces.")
    private @Nullable String operation;

    @Option(names = "--provider", paramLabel = "V", defaultValue = "rekognition", description = "Default: rekognition.")
    private String provider = "rekognition";

    @Option(names = "--threshold", paramLabel = "N", description = "The similarity asked for, 0 to 1.")
    private @Nullable Double threshold;

    @Option(names = "--at", paramLabel = "TIME", description = "When, such as 2020-06-10T07:00:00Z. Default: now.")
    private @Nullable String at;

    @Override
    public Integer call() {
        var question = question();
        try {
            var explanation = Explanation.of(Library.load(settings.policies()), question);
            Prose.print(explanation, settings);
            return ExitCode.DONE.number();
        } catch (PolicyErrors errors) {
            return Complaints.of(errors, settings);
        }
    }

    private Question question() {
        var when = now();
        return new Question(
                new Party(known("--org-type", type, Words.ORGANISATIONS), id, places()),
                principals.stream()
                        .map(word ->
                                new Party(known("--on-behalf-of", word, Words.ORGANISATIONS), "somebody", List.of()))
                        .toList(),
                purpose == null ? null : known("--purpose", purpose, Words.PURPOSES),
                known("--provider", provider, Words.PROVIDERS),
                operation == null ? "Unnamed" : operation,
                able(),
                Set.of(),
                threshold,
                Context.NONE,
                when,
                when);
    }

    private Set<Capability> able() {
        var able = EnumSet.noneOf(Capability.class);
        if (operation != null) {
            able.addAll(operation(operation).capabilities());
        }
        for (var word : capabilities) {
            var capability = Capability.of(known("--capability", word, Words.CAPABILITIES));
            if (capability != null) {
                able.add(capability);
            }
        }
        if (able.isEmpty()) {
            throw wrong("Say what the call does: --operation, --capability, or both.");
        }
        return able;
    }

    private Operation operation(String name) {
        var known = provider.equals("rekognition") ? Operation.ofRekognition(name) : null;
        if (known == null) {
            var names = Operation.ofRekognition().stream().map(Operation::name).toList();
            throw wrong("--operation: " + Words.unknown("operation of Rekognition", name, names));
        }
        return known;
    }

    private List<String> places() {
        for (var place : jurisdictions) {
            if (!Places.valid(place)) {
                throw wrong("--jurisdiction: '" + place
                        + "' is no place; expected one such as US, US-OR or US-OR/portland");
            }
        }
        return jurisdictions;
    }

    private Instant now() {
        if (at == null) {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeParseException error) {
            throw wrong("--at: '" + at + "' is no time; expected one such as 2020-06-10T07:00:00Z");
        }
    }

    private String known(String option, String word, Words<?> words) {
        if (words.find(word) == null) {
            throw wrong(option + ": " + words.unknown(word));
        }
        return word;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
