package io.facegate.cli.policy;

import io.facegate.call.Capability;
import io.facegate.call.Fault;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.LanguageOption;
import io.facegate.identity.AttestedContext;
import io.facegate.policy.explain.ExplainedCall;
import io.facegate.policy.vocabulary.AttestableFacts;
import io.facegate.policy.vocabulary.KnownPlaces;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.usecase.policy.PolicyInspection;
import io.facegate.usecase.policy.SupposedCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code policy explain}: explains the decision on a hypothetical call, and which changes would alter it. */
@Command(
        name = "explain",
        description = {
            "Show how a call would be decided, why, and what would change the decision.",
            "Names the rules that match, the clause that decides, and every single change that would reverse the"
                    + " decision.",
            "Nothing is called or recorded.",
            "A capability is what the call does to a face. --operation gives the capabilities that the operation"
                    + " always has; --capability adds others, or can be used alone."
        },
        exitCodeList = {
            "0:explained, whether permitted or refused",
            "2:bad usage, or there is no such folder",
            "3:the policies do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy explain --org-type bank --jurisdiction US-NY \\",
            "      --purpose onboarding_kyc --operation CompareFaces",
            "  facegate policy explain --org-type law_enforcement.police \\",
            "      --purpose suspect_identification --capability identify \\",
            "      --at 2020-06-10 --zone America/Los_Angeles",
            "  facegate policy explain --org-type contractor \\",
            "      --on-behalf-of law_enforcement.police --purpose missing_person \\",
            "      --operation DetectFaces",
            "  facegate policy explain --org-type law_enforcement.police --jurisdiction US-WA \\",
            "      --purpose suspect_identification --capability identify --threshold 0.99 \\",
            "      --evidence warrant --fact offence=homicide --lang fr"
        })
public final class PolicyExplainCommand extends FacegateCommand {
    @Option(
            names = "--org-type",
            paramLabel = "TYPE",
            required = true,
            description = "The caller's type of organisation.")
    private String type = "";

    @Option(
            names = "--org-id",
            paramLabel = "ID",
            defaultValue = "somebody",
            description = "The caller's id in the registry.")
    private String id = "somebody";

    @Option(names = "--jurisdiction", paramLabel = "J", description = "The place, such as US-OR/portland. Repeatable.")
    private List<String> jurisdictions = List.of();

    @Option(
            names = "--on-behalf-of",
            paramLabel = "TYPE",
            description = "A type of organisation that it acts for. Repeatable.")
    private List<String> principals = List.of();

    @Option(
            names = "--purpose",
            paramLabel = "P",
            description = "The purpose of the call. Without it the purpose is absent.")
    private @Nullable String purpose;

    @Option(names = "--capability", paramLabel = "C", description = "A capability that the call uses. Repeatable.")
    private List<String> capabilities = List.of();

    @Option(names = "--operation", paramLabel = "NAME", description = "The vendor's operation, such as DetectFaces.")
    private @Nullable String operation;

    @Option(names = "--provider", paramLabel = "V", defaultValue = "rekognition", description = "Default: rekognition.")
    private String provider = "rekognition";

    @Option(names = "--threshold", paramLabel = "N", description = "The similarity asked for, 0 to 1.")
    private @Nullable Double threshold;

    @Option(
            names = "--evidence",
            paramLabel = "TYPE",
            description = "A type of evidence for the call, such as warrant. Repeatable.")
    private List<String> evidence = List.of();

    @Option(
            names = "--fact",
            paramLabel = "NAME=VALUE",
            description = "An attested fact, such as place_type=workplace or use_age=PT23H. Repeatable.")
    private List<String> facts = List.of();

    @Option(names = "--at", paramLabel = "T", description = "When: 2020-06-10T07:00:00Z, or a day. Default: now.")
    private @Nullable String at;

    @Option(
            names = "--known",
            paramLabel = "T",
            description = "Use the rules' dates as they were known on this day. Default: at the time of the call.")
    private @Nullable String known;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "The zone of days and of times without one, such as America/New_York. Default: UTC.")
    private String zone = "UTC";

    @Mixin
    private LanguageOption translated = new LanguageOption();

    @Override
    protected ExitCode run() {
        var asked = toCall();
        try {
            var language = translated.language();
            ExplanationProse.print(PolicyInspection.explain(settings.policies(), asked, language), language, output());
            return ExitCode.DONE;
        } catch (Fault.LedgerDown unloggable) {
            throw usageError("Such a call could not be recorded: " + unloggable.getMessage());
        }
    }

    private ExplainedCall toCall() {
        var moments = new MomentReader(spec, zone);
        var now = at == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : moments.parse("--at", at);
        var party = new SupposedCall.Party(
                id,
                requireKnown("--org-type", type, WordList.ORGANISATIONS),
                principals.stream()
                        .map(word -> requireKnown("--on-behalf-of", word, WordList.ORGANISATIONS))
                        .toList(),
                purpose == null ? null : requireKnown("--purpose", purpose, WordList.PURPOSES),
                places());
        var context = new AttestedContext(checkedEvidence(), new FactOptions(spec, now).read(facts), null);
        var able = capabilities();
        var request = new SupposedCall.Request(
                requireKnown("--provider", provider, WordList.PROVIDERS), operation, able, threshold);
        var then = known == null ? now : moments.parse("--known", known);
        return new SupposedCall(party, request, context, now, then).explained();
    }

    private Set<String> checkedEvidence() {
        evidence.forEach(word -> {
            var mistake = AttestableFacts.mistakeOfEvidence(word);
            if (mistake != null) {
                throw usageError("--evidence: " + mistake);
            }
        });
        return Set.copyOf(evidence);
    }

    private Set<Capability> capabilities() {
        var able = EnumSet.noneOf(Capability.class);
        if (operation != null) {
            able.addAll(operation(operation).capabilities());
        }
        for (var word : capabilities) {
            var capability = Capability.fromCode(requireKnown("--capability", word, WordList.CAPABILITIES));
            if (capability != null) {
                able.add(capability);
            }
        }
        if (able.isEmpty()) {
            throw usageError("Say what the call does: --operation, --capability, or both.");
        }
        return able;
    }

    private VendorOperation operation(String name) {
        var known = provider.equals("rekognition") ? VendorApi.REKOGNITION.operation(name) : null;
        if (known == null) {
            var names = VendorApi.REKOGNITION.catalogue().operations().values().stream()
                    .map(VendorOperation::name)
                    .toList();
            throw usageError("--operation: " + WordList.unknownMessage("operation of Rekognition", name, names));
        }
        return known;
    }

    private List<String> places() {
        for (var place : jurisdictions) {
            var mistake = KnownPlaces.mistake(place);
            if (mistake != null) {
                throw usageError("--jurisdiction: " + mistake);
            }
        }
        return jurisdictions;
    }

    private String requireKnown(String option, String word, WordList<?> words) {
        if (words.find(word) == null) {
            throw usageError(option + ": " + words.unknownMessage(word));
        }
        return word;
    }
}
