package io.facegate.policy;

import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.WordList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Sound packs and tests of every kind that the language has, as trees of maps, lists and texts. */
public final class WildFiles {
    private static final List<String> PLACES = List.of("US", "US-OR", "US-OR/portland", "EU", "DE-BY", "CA-QC");
    private static final List<String> TEXTS = List.of(
            "No.",
            "Nobody may: this is settled",
            "it's \"quoted\", and # no comment",
            "- a dash",
            "A sentence that is quite long, so that it does not fit into one line of a hundred and twenty letters"
                    + " together with the key that it belongs to.",
            "Umlauts äöü and 人");

    private final Random random;

    public WildFiles(long seed) {
        this.random = new Random(seed);
    }

    /** A pack called {@code wild}. */
    public Map<String, Object> pack() {
        var pack = new LinkedHashMap<String, Object>();
        pack.put("pack", "wild");
        pack.put("title", one(TEXTS));
        pack.put("binds", one(TEXTS));
        sometimes(pack, "mode", one(List.of("enforce", "warn", "shadow")));
        var rules = new ArrayList<Object>();
        for (int at = 0; at <= random.nextInt(3); at++) {
            rules.add(rule(at));
        }
        pack.put("rules", rules);
        return pack;
    }

    private Map<String, Object> rule(int number) {
        var effect = one(List.of("permit", "refuse", "oblige"));
        boolean refuses = effect.equals("refuse");
        var rule = new LinkedHashMap<String, Object>();
        rule.put("id", number == 0 ? "r" : "7-" + number);
        rule.put("effect", effect);
        rule.put(
                "match",
                condition(
                        refuses ? Set.of(Attribute.EVIDENCE, Attribute.EXEMPTION) : Set.of(Attribute.ON_BEHALF_OF), 0));
        sometimes(rule, "when", one(List.of("picture_count == 2", "threshold >= 0.5 && operation != 'X'")));
        window(rule, refuses);
        sometimes(rule, "mode", one(List.of("enforce", "warn", "shadow")));
        if (!effect.equals("permit")) {
            sometimes(rule, "unless", some(() -> condition(Set.of(Attribute.ON_BEHALF_OF), 1)));
        }
        if (refuses) {
            sometimes(rule, "appeal", one(TEXTS));
            sometimes(
                    rule,
                    "review",
                    Map.of(
                            "text",
                            one(TEXTS),
                            "evidence",
                            words(WordList.facts("evidence").words())));
            rule.put("reason", Map.of("code", "no_" + number, "text", one(TEXTS)));
        } else {
            sometimes(rule, "reason", Map.of("text", one(TEXTS)));
        }
        if (effect.equals("oblige") || (!refuses && random.nextBoolean())) {
            rule.put("obligations", obligations());
        }
        if (!effect.equals("permit")) {
            rule.put("citation", citation());
        }
        return rule;
    }

    private void window(Map<String, Object> rule, boolean refuses) {
        if (random.nextInt(3) == 0) {
            return;
        }
        rule.put("zone", one(List.of("UTC", "America/Los_Angeles", "place_of_use")));
        rule.put("from", one(List.of("2020-06-10", "2020-06-10T08:00:00", "none")));
        rule.put("until", one(List.of("2021-06-10", "2022-06-10T08:00:00.5")));
        sometimes(rule, "status", one(List.of("in_force", "disputed", "never_enacted")));
        if (refuses) {
            sometimes(rule, "after", one(List.of("nothing", "review")));
        }
        if (random.nextInt(3) == 0) {
            rule.put("amendments", random.nextBoolean() ? amendment(18) : List.of(amendment(18), amendment(19)));
        }
    }

    private Map<String, Object> amendment(int day) {
        return Map.of("known", "2021-05-" + day, "until", "none", "citation", citation());
    }

    private Map<String, Object> citation() {
        var citation = new LinkedHashMap<String, Object>();
        citation.put("ref", one(TEXTS));
        sometimes(citation, "url", "https://example.org/a?b=c#d");
        citation.put("checked", "2026-11-24");
        sometimes(citation, "evidence", one(List.of("primary", "unsure")));
        return citation;
    }

    private Map<String, Object> obligations() {
        var asked = new LinkedHashMap<String, Object>();
        sometimes(asked, "min_similarity", one(List.of("0.99", "1", "0")));
        sometimes(asked, "redact", words(List.of("analyze.age", "analyze.emotion")));
        sometimes(asked, "max_results", "5");
        sometimes(asked, "lead_only", "true");
        sometimes(asked, "reviewers", "2");
        sometimes(asked, "authorisation", "PT24H");
        sometimes(asked, "notices", words(List.of("sign_at_entrance", "told")));
        sometimes(asked, "duties", words(WordList.facts("duty").words()));
        sometimes(asked, "retention", Map.of("pictures", "P0D", "records", "P3Y"));
        if (asked.isEmpty()) {
            asked.put("lead_only", "true");
        }
        return asked;
    }

    private Map<String, Object> condition(Set<Attribute> barred, int depth) {
        var condition = new LinkedHashMap<String, Object>();
        var attributes = new ArrayList<>(Arrays.asList(Attribute.values()));
        attributes.removeAll(barred);
        Collections.shuffle(attributes, random);
        attributes.stream().limit(1 + random.nextInt(3)).forEach(one -> condition.put(one.word(), value(one)));
        if (depth < 2 && random.nextInt(4) == 0) {
            condition.put(one(List.of("any", "all")), some(() -> condition(barred, depth + 1)));
        }
        return condition;
    }

    private Object value(Attribute attribute) {
        if (attribute.words() != null) {
            return words(attribute.words().words());
        }
        return switch (attribute.kind()) {
            case PLACE -> words(PLACES);
            case NUMBER -> range(List.of("0", "0.25"), List.of("0.5", "100000"));
            case DATE -> {
                var range = range(List.of("2019-01-01"), List.of("2022-06-21", "2022-06-21T00:00:00"));
                range.put("zone", "UTC");
                yield range;
            }
            case DURATION -> range(List.of("PT1H"), List.of("PT24H", "P2D"));
            default -> words(List.of("thorn", "SearchFaces", "a.b_c-d"));
        };
    }

    private Map<String, Object> range(List<String> low, List<String> high) {
        var range = new LinkedHashMap<String, Object>();
        if (random.nextBoolean()) {
            range.put("at_least", one(low));
        }
        if (range.isEmpty() || random.nextBoolean()) {
            range.put("below", one(high));
        }
        return range;
    }

    /** A test file of the pack. */
    public Map<String, Object> suite() {
        var suite = new LinkedHashMap<String, Object>();
        sometimes(suite, "packs", random.nextBoolean() ? "wild" : List.of("wild"));
        sometimes(suite, "over", "permit_everything");
        suite.put("given", Map.of("caller", one(List.of("bank", "retailer")), "now", "2026-11-24T12:00:00Z"));
        var cases = new ArrayList<Object>();
        for (int at = 0; at <= random.nextInt(3); at++) {
            cases.add(asked());
        }
        suite.put("cases", cases);
        return suite;
    }

    private Map<String, Object> asked() {
        var asked = new LinkedHashMap<String, Object>();
        asked.put("name", one(TEXTS));
        asked.put("capabilities", words(WordList.CAPABILITIES.words()));
        asked.put(
                "expect",
                one(List.of(
                        "permit",
                        "needs_review",
                        "not_applicable",
                        Map.of("obligations", "any"),
                        Map.of("obligations", obligations()))));
        sometimes(
                asked,
                "caller",
                Map.of(
                        "organisation",
                        "contractor",
                        "jurisdictions",
                        words(PLACES),
                        "on_behalf_of",
                        some(() -> "bank")));
        sometimes(asked, "purpose", one(WordList.PURPOSES.words()));
        sometimes(asked, "threshold", "0.8");
        sometimes(asked, "place_type", words(WordList.facts("place_type").words()));
        sometimes(asked, "evidence", words(WordList.facts("evidence").words()));
        sometimes(asked, "use_age", "PT23H");
        sometimes(asked, "instance_created", "2019-05-01");
        sometimes(asked, "people", "1000");
        sometimes(asked, "output_in", words(PLACES));
        sometimes(asked, "known", "2026-11-24T12:00:00Z");
        sometimes(asked, "rule", "wild/r");
        return asked;
    }

    private Object words(List<String> all) {
        return some(() -> one(all));
    }

    /** One, or a list. */
    private Object some(java.util.function.Supplier<Object> make) {
        return random.nextBoolean()
                ? make.get()
                : Stream.generate(make).limit(1 + random.nextInt(3)).distinct().toList();
    }

    private void sometimes(Map<String, Object> map, String key, Object value) {
        if (random.nextInt(3) == 0) {
            map.put(key, value);
        }
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
