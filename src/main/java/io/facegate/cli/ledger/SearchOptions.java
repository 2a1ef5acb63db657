package io.facegate.cli.ledger;

import io.facegate.cli.UtcTime;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.usecase.ledger.DisplayText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Search filters for records. A record must match all of them. */
final class SearchOptions {
    @Option(
            names = "--org",
            paramLabel = "ID",
            description = "The organisation that called, or that the call was made for: an id, or a registered name.")
    private @Nullable String organisation;

    @Option(names = "--verdict", paramLabel = "V", description = "permit or refuse.")
    private @Nullable String verdict;

    @Option(names = "--rule", paramLabel = "RULE", description = "The rule that decided, or its pack.")
    private @Nullable String rule;

    @Option(names = "--purpose", paramLabel = "P", description = "The purpose that was declared.")
    private @Nullable String purpose;

    @Option(names = "--capability", paramLabel = "C", description = "A capability, or one above it in the tree.")
    private @Nullable String capability;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "From this time on: 2026-11-24 or 2026-11-24T08:00:00Z.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Up to this time; a day is included whole.")
    private @Nullable String until;

    @Option(
            names = "--case",
            paramLabel = "N",
            description = "The number of a case. It is tried with every salt that is kept.")
    private @Nullable String matter;

    @Option(names = "--gallery", paramLabel = "NAME", description = "The name of a gallery, tried in the same way.")
    private @Nullable String gallery;

    @Option(
            names = "--person",
            paramLabel = "NAME",
            description = "The person who administered or reviewed, tried in the same way.")
    private @Nullable String person;

    @Option(
            names = "--where",
            paramLabel = "FIELD=VALUE",
            description = "Any other coded field, repeatable: account, act, appeal (file, uphold, reject or ask, of the"
                    + " decision), authorisation (due), code, day, evidence, exemption, jurisdiction, key, kind, matched,"
                    + " method, operation, policies, provider, reason, review, sandbox (yes for sandbox calls only, no"
                    + " for all but their decisions), status (failed for any fault), subject, type, without (purpose:"
                    + " decisions with no registered purpose).")
    private Map<String, String> where = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /**
     * The query for records that also contain these words.
     *
     * @throws ParameterException if a word is unknown
     */
    RecordQuery query(SearchWords known, List<String> words, int limit) {
        words.forEach(word -> rejectIf(known.problem(word)));
        var query = RecordQuery.matchAll(limit)
                .withFacet(SearchFacet.ORGANISATION, resolve(known, "--org", SearchFacet.ORGANISATION, organisation))
                .withFacet(SearchFacet.VERDICT, resolve(known, "--verdict", SearchFacet.VERDICT, verdict))
                .withFacet(SearchFacet.RULE, resolve(known, "--rule", SearchFacet.RULE, rule))
                .withFacet(SearchFacet.PURPOSE, resolve(known, "--purpose", SearchFacet.PURPOSE, purpose))
                .withFacet(SearchFacet.CAPABILITY, resolve(known, "--capability", SearchFacet.CAPABILITY, capability))
                .withCommitted(RecordField.CASE, matter)
                .withCommitted(RecordField.GALLERY, gallery)
                .withCommitted(RecordField.PERSON, person)
                .withPeriod(start(), new UtcTime(spec).end("--until", until))
                .withTyped(words.stream().map(known::typed).toList());
        for (var other : where.entrySet()) {
            var facet = facet(other.getKey());
            query = query.withFacet(facet, resolve(known, "--where " + other.getKey(), facet, other.getValue()));
        }
        return query;
    }

    /** True if no option chooses records. */
    boolean isEmpty() {
        return where.isEmpty()
                && Stream.of(organisation, verdict, rule, purpose, capability, from, until, matter, gallery, person)
                        .allMatch(Objects::isNull);
    }

    /** The recorded word for an option's value. */
    private @Nullable String resolve(SearchWords words, String option, SearchFacet facet, @Nullable String typed) {
        if (typed == null) {
            return null;
        }
        var found = words.resolve(facet, typed);
        if (found.code() == null) {
            var said = option + ": " + WordList.unknownMessage(facet.key(), typed, found.known());
            rejectIf(said.endsWith("?") ? said : said + '.');
        }
        return found.code();
    }

    private void rejectIf(@Nullable String problem) {
        if (problem != null) {
            throw new ParameterException(spec.commandLine(), DisplayText.forTerminal(problem));
        }
    }

    /** The case number, to which the record of an export commits. */
    @Nullable
    String caseId() {
        return matter;
    }

    private SearchFacet facet(String name) {
        try {
            return SearchFacet.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(
                    spec.commandLine(), "--where: there is no field '" + name + "'. See --help for the fields.");
        }
    }

    private @Nullable Instant start() {
        var times = new UtcTime(spec);
        times.requireOrder(from, "--until", until);
        return times.start("--from", from);
    }
}
