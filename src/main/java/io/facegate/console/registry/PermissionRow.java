package io.facegate.console.registry;

import io.facegate.console.PageLanguage;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.PermissionAnswer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of what an organisation may do.
 *
 * @param purposes the declared purposes
 * @param capabilities what such calls do, each what one call does at once; empty for calls that do nothing to a face
 * @param answer {@code permitted}, {@code refused} or {@code depends}
 * @param because the rule's sentence, or what the decision depends on
 */
record PermissionRow(
        List<String> purposes,
        List<String> capabilities,
        String answer,
        @Nullable String rule,
        @Nullable String because,
        List<String> wires) {
    static PermissionRow of(PageLanguage speech, PermissionAnswer use) {
        var purpose = use.purpose();
        return new PermissionRow(
                List.of(purpose == null ? speech.say("none") : speech.title(WordTitles.PURPOSE, purpose)),
                use.capabilities().isEmpty() ? List.of() : List.of(together(speech, use)),
                word(use.verdict()),
                shown(use.rule()),
                use.facts().isEmpty() ? shown(use.sentence()) : facts(speech, use.facts()),
                use.wires().stream()
                        .map(wire -> wire.equals("facegate")
                                ? speech.say("organisation.neutral")
                                : speech.title(WordTitles.PROVIDER, wire))
                        .toList());
    }

    static String word(PermissionAnswer.Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    PermissionRow with(List<String> ofPurposes, List<String> ofCapabilities, List<String> ofWires) {
        return new PermissionRow(ofPurposes, ofCapabilities, answer, rule, because, ofWires);
    }

    /** What one call does at once. */
    private static String together(PageLanguage speech, PermissionAnswer use) {
        return use.capabilities().stream()
                .sorted()
                .map(code -> speech.title(WordTitles.CAPABILITY, code))
                .collect(Collectors.joining(" + "));
    }

    private static String facts(PageLanguage speech, List<String> facts) {
        return speech.fill(
                "organisation.depends",
                String.join(
                        ", ",
                        facts.stream()
                                .map(fact -> speech.title("attribute", fact))
                                .toList()));
    }

    private static @Nullable String shown(@Nullable String text) {
        return text == null ? null : DisplayText.forPage(text);
    }
}
