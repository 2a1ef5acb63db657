package io.facegate.policy.proof;

import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Policies of thousands of rules, in the shapes that large organisations write them in; always the same for a shape. */
enum ManyRules {
    /** One rule for each tenant. */
    TENANTS,
    /** Tenants with windows that overlap, each with its own day. */
    WINDOWS,
    /** The same by the local time of the place. */
    LOCAL_WINDOWS,
    /** A ban in each of many cities. */
    CITIES,
    /** Permits in one or several of many cities, and bans in others. */
    CITY_LISTS,
    /** Each tenant with a threshold of its own, in a condition. */
    CONDITIONS,
    /** The same as a range. */
    RANGES,
    /** A condition of its own for each rule that the analysis cannot read. */
    UNREADABLE,
    /** One ban with an exception for each tenant. */
    EXCEPTIONS,
    /** One rule for each operation of a vendor. */
    OPERATIONS,
    /** Accuracies, numbers of people and days of creation, each cut at thousands of places. */
    NUMBERS,
    /** Rules over few words that meet often: types, purposes, capabilities, facts. */
    WORDS,
    /** Tenants in cities, with windows, purposes and thresholds. */
    MIXED,
    /** Obligations of each tenant, and conflicting bans. */
    OBLIGES,
    /** Days in the local time of any place there is. */
    LOCAL_DAYS,
    /** A single day of its own for each rule, in the local time of one of many countries. */
    LOCAL_COUNTRIES,
    /** Local windows that an amendment moved, with tenants in cities. */
    LOCAL_AMENDED,
    /** Purposes with one of several pieces of evidence, and two at once. */
    EVIDENCE,
    /** Conditions within conditions, and exceptions within those. */
    NESTED,
    /** Disputed rules, each overridden. */
    DISPUTED,
    /** Each rule superseded by the next. */
    SUPERSEDED,
    /** Conditions of many kinds over several variables. */
    EXPRESSIONS,
    /** Where people are, results go and pictures are processed. */
    PLACES,
    /** Lists of facts that are attested. */
    FACTS;

    private static final String[] TYPES = {
        "bank", "law_enforcement.police", "law_enforcement.federal", "retailer", "media"
    };
    private static final String[] PURPOSES = {"tracking", "loyalty", "missing_child", "suspect_identification"};
    private static final String[] CAPABILITIES = {"detect", "identify", "verify", "identify.live", "analyze.emotion"};
    private static final String[] STATES = {"US-OR", "US-WA", "US-CA", "US-NY", "DE-BY", "FR-IDF", "GB-SCT", "US-TX"};
    private static final String[] COUNTRIES = Locale.getISOCountries();
    private static final String[] EVIDENCE_WORDS = {
        "warrant", "court_order", "consent", "law_reference", "opt_in", "legal_process", "incident", "attestation"
    };
    private static final Pattern CITY = Pattern.compile("[A-Z]{2}-[A-Z]+/town-[0-9]+");
    private static final String INVARIANTS = """
        invariants:
          - {id: stops, says: No police identify in Oregon., expect: refuse,
             given: {organisation: law_enforcement.police, capability: identify, jurisdiction: US-OR, purpose: tracking}}
          - {id: some, says: Some tenant may look., expect: permit,
             given: {organisation_id: t-17, capability: detect, jurisdiction: [US-OR, US-WA], purpose: loyalty}}
          - {id: ohio, says: Everybody may look for films in Ohio., expect: permit,
             given: {jurisdiction: US-OH, capability: reverse_image_search, purpose: media_tagging, provider: local,
                     organisation: research}}
          - {id: nothing-gained, says: Nothing is gained by silence., kind: omission, attributes: [purpose, jurisdiction]}
          - {id: chain, says: Nothing is gained by a chain., kind: chain}
        """;

    private static final String BASE = """
        pack: base
        title: T
        binds: B.
        rules:
          - {id: films, effect: permit,
             match: {jurisdiction: US-OH, capability: reverse_image_search, purpose: media_tagging}}
        """;

    /** The policies, with invariants of every kind. */
    PolicySet policySet(int rules) {
        return PolicyReader.read(files(rules));
    }

    /** Their files, by name. */
    TreeMap<String, byte[]> files(int rules) {
        var files = new TreeMap<String, byte[]>();
        files.put("invariants.yaml", INVARIANTS.getBytes(StandardCharsets.UTF_8));
        files.put("base.yaml", BASE.getBytes(StandardCharsets.UTF_8));
        int packs = rules / 500 + 1;
        for (int pack = 0; pack < packs; pack++) {
            var text = new StringBuilder();
            for (int rule = pack; rule < rules; rule += packs) {
                text.append(rule(rule, new Random(rule * 31L + name().hashCode())));
            }
            if (!text.isEmpty()) {
                var head = "pack: p%03d\ntitle: T\nbinds: B.\n".formatted(pack) + cities(text) + "rules:\n";
                files.put("p%03d.yaml".formatted(pack), (head + text).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (this == DISPUTED) {
            files.put("overrides.yaml", overrides(rules, packs).getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    /** Cities that no list names. */
    private static String cities(CharSequence text) {
        var cities =
                CITY.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        return cities.isEmpty() ? "" : "cities: [" + String.join(", ", cities) + "]\n";
    }

    private static String overrides(int rules, int packs) {
        var text = new StringBuilder("overrides:\n");
        for (int at = 0; at < rules; at++) {
            text.append("  - {rule: p%03d/r-%d, by: J, reason: R, on: %s}\n"
                    .formatted(at % packs, at, LocalDate.of(2012, 1, 1).plusDays(at)));
        }
        return text.toString();
    }

    private String rule(int at, Random random) {
        return switch (this) {
            case TENANTS ->
                permit(at, "organisation_id: t-%d, capability: %s, purpose: loyalty".formatted(at, capability(random)));
            case WINDOWS ->
                permit(at, "organisation_id: t-%d, purpose: loyalty".formatted(at)) + window(at, random, "UTC");
            case LOCAL_WINDOWS ->
                permit(at, "organisation_id: t-%d, jurisdiction: %s".formatted(at, state(random)))
                        + window(at, random, "place_of_use");
            case CITIES ->
                refuse(at, "jurisdiction: %s/town-%d, capability: %s".formatted(state(random), at, capability(random)));
            case CITY_LISTS ->
                at % 3 == 0
                        ? refuse(at, "jurisdiction: [%s], capability: identify".formatted(cities(at, random)))
                        : permit(at, "jurisdiction: [%s], capability: detect".formatted(cities(at, random)));
            case CONDITIONS ->
                permit(at, "organisation_id: t-%d".formatted(at)) + "    when: threshold >= 0.%04d\n".formatted(at + 1);
            case RANGES ->
                permit(at, "organisation_id: t-%d, threshold: {at_least: 0.%04d}".formatted(at % 1000, at + 1));
            case UNREADABLE ->
                permit(at, "organisation_id: t-%d, purpose: loyalty".formatted(at))
                        + "    when: picture_count * 2 > %d\n".formatted(at);
            case EXCEPTIONS ->
                refuse(at, "capability: identify, purpose: %s".formatted(purpose(random)))
                        + "    unless: {organisation_id: [t-%d, t-%d]}\n".formatted(at, at + 1);
            case OPERATIONS ->
                at % 2 == 0
                        ? permit(at, "operation: Operation%d, organisation: %s".formatted(at, type(random)))
                        : refuse(at, "operation: [Operation%d, Operation%d]".formatted(at, random.nextInt(5000)));
            case NUMBERS -> number(at, random);
            case WORDS -> words(at, random);
            case MIXED -> mixed(at, random);
            case LOCAL_DAYS ->
                at % 3 == 0
                        ? refuse(at, "purpose: %s, capability: %s".formatted(purpose(random), capability(random)))
                                + window(at, random, "place_of_use")
                        : permit(at, "organisation: %s, purpose: %s".formatted(type(random), purpose(random)))
                                + window(at, random, "place_of_use");
            case LOCAL_COUNTRIES ->
                permit(
                                at,
                                "organisation: %s, jurisdiction: [%s, %s]"
                                        .formatted(type(random), country(random), state(random)))
                        + "    from: %s\n    until: %s\n    zone: place_of_use\n"
                                .formatted(
                                        LocalDate.of(2013, 1, 1).plusDays(at),
                                        LocalDate.of(2013, 1, 2).plusDays(at));
            case LOCAL_AMENDED ->
                permit(at, "organisation_id: t-%d, jurisdiction: %s/town-%d".formatted(at, state(random), at % 700))
                        + window(at, random, "place_of_use")
                        + "    amendments: [{known: %s, until: none}]\n"
                                .formatted(LocalDate.of(2014, 1, 1).plusDays(at % 3000));
            case EVIDENCE -> evidence(at, random);
            case NESTED -> nested(at, random);
            case DISPUTED ->
                refuse(at, "organisation_id: t-%d, purpose: %s".formatted(at, purpose(random)))
                        + "    status: disputed\n";
            case SUPERSEDED -> superseded(at, random);
            case EXPRESSIONS ->
                permit(at, "organisation_id: t-%d, capability: %s".formatted(at, capability(random)))
                        + "    when: threshold >= 0.%04d && (picture_count < %d || largest_picture_bytes > %d)\n"
                                .formatted(1 + at, 2 + random.nextInt(50), 100 * at + 1);
            case PLACES ->
                refuse(
                        at,
                        "subject_in: %s, output_in: [%s, %s], processed_in: %s/town-%d"
                                .formatted(state(random), country(random), country(random), state(random), at));
            case FACTS ->
                refuse(
                        at,
                        "place_type: [publicly_accessible, workplace], purpose: %s, capability: %s, subject_in: %s/town-%d"
                                .formatted(purpose(random), capability(random), state(random), at % 900));
            case OBLIGES ->
                at % 4 == 0
                        ? refuse(at, "organisation_id: t-%d, capability: identify".formatted(at / 4))
                        : at % 4 == 1
                                ? permit(at, "organisation_id: t-%d".formatted(at / 4))
                                : ("  - {id: r-%d, effect: oblige, match: {organisation_id: t-%d}, citation: {ref: A"
                                                + " law, checked: 2025-11-01},\n"
                                                + "     obligations: {max_results: %d}}\n")
                                        .formatted(at, at / 4, 1 + random.nextInt(50));
        };
    }

    private static String number(int at, Random random) {
        return switch (at % 3) {
            case 0 -> permit(at, "accuracy: {at_least: 0.%04d}, organisation: %s".formatted(at, type(random)));
            case 1 -> refuse(at, "people: {at_least: %d}, purpose: %s".formatted(10 * at, purpose(random)));
            default ->
                refuse(
                        at,
                        "instance_created: {below: %s, zone: UTC}, capability: %s"
                                .formatted(LocalDate.of(2010, 1, 1).plusDays(at), capability(random)));
        };
    }

    private static String words(int at, Random random) {
        var match = "organisation: %s, purpose: %s, capability: %s"
                .formatted(type(random), purpose(random), capability(random));
        if (at % 3 > 0) {
            match += ", jurisdiction: " + state(random);
        }
        return at % 4 == 0 ? refuse(at, match) : permit(at, match + (at % 5 > 2 ? ", evidence: warrant" : ""));
    }

    private static String mixed(int at, Random random) {
        var match = "organisation_id: t-%d, purpose: %s, jurisdiction: %s/town-%d"
                .formatted(random.nextInt(1000), purpose(random), state(random), random.nextInt(500));
        var rule = at % 3 == 0 ? refuse(at, match) : permit(at, match);
        if (at % 2 == 0) {
            rule += window(at, random, "UTC");
        }
        return at % 5 == 0 ? rule + "    when: threshold >= 0.%02d\n".formatted(1 + random.nextInt(99)) : rule;
    }

    private static String evidence(int at, Random random) {
        var first = EVIDENCE_WORDS[random.nextInt(EVIDENCE_WORDS.length)];
        var second = EVIDENCE_WORDS[random.nextInt(EVIDENCE_WORDS.length)];
        var who = "organisation: %s, purpose: %s, capability: %s, jurisdiction: %s/town-%d"
                .formatted(type(random), purpose(random), capability(random), state(random), at % 1000);
        return at % 2 == 0
                ? permit(at, who + ", evidence: [%s, %s]".formatted(first, second))
                : permit(at, who + ", all: [{evidence: %s}, {evidence: %s}]".formatted(first, second));
    }

    private static String nested(int at, Random random) {
        var inside = "organisation_id: t-%d".formatted(at);
        for (int depth = 0; depth < 3; depth++) {
            inside = "any: [{%s}, {all: [{purpose: %s}, {jurisdiction: %s/town-%d}]}]"
                    .formatted(inside, purpose(random), state(random), at + depth);
        }
        return refuse(at, "capability: %s, %s".formatted(capability(random), inside))
                + "    unless: {any: [{organisation_id: t-%d}, {evidence: warrant}]}\n".formatted(at + 1);
    }

    private static String superseded(int at, Random random) {
        var rule = refuse(at, "organisation_id: t-%d, capability: %s".formatted(at, capability(random)))
                + "    from: %s\n    zone: UTC\n"
                        .formatted(LocalDate.of(2012, 1, 1).plusDays(at));
        return at == 0 ? rule : rule + "    status: superseded\n    superseded_by: p000/r-0\n";
    }

    private static String country(Random random) {
        return COUNTRIES[random.nextInt(COUNTRIES.length)];
    }

    private static String permit(int at, String match) {
        return "  - id: r-%d\n    effect: permit\n    match: {%s}\n".formatted(at, match);
    }

    private static String refuse(int at, String match) {
        return "  - id: r-%d\n    effect: refuse\n    match: {%s}\n    reason: {code: no, text: No.}\n"
                        .formatted(at, match)
                + "    citation: {ref: A law, checked: 2025-11-01}\n";
    }

    private static String window(int at, Random random, String zone) {
        var from = LocalDate.of(2015, 1, 1).plusDays(at);
        return "    from: %s\n    until: %s\n".formatted(from, from.plusDays(1 + random.nextInt(3000)))
                + "    zone: %s\n".formatted(zone);
    }

    private static String cities(int at, Random random) {
        return "%s/town-%d, %s/town-%d".formatted(state(random), at, state(random), random.nextInt(5000));
    }

    private static String type(Random random) {
        return TYPES[random.nextInt(TYPES.length)];
    }

    private static String purpose(Random random) {
        return PURPOSES[random.nextInt(PURPOSES.length)];
    }

    private static String capability(Random random) {
        return CAPABILITIES[random.nextInt(CAPABILITIES.length)];
    }

    private static String state(Random random) {
        return STATES[random.nextInt(STATES.length)];
    }
}
