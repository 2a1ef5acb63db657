package io.facegate.bench;

import io.facegate.call.Capability;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Purpose;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Engine-neutral rules and requests, generated from a seed: the same seed gives the same corpus. Three rules permit for
 * each that refuses. Each names one type of organisation, two purposes and two capabilities.
 */
record Corpus(List<Rule> rules, List<Request> requests) {
    private static final int REQUESTS = 256;
    private static final List<String> TYPES = Stream.of(OrganisationType.values())
            .filter(type -> Stream.of(OrganisationType.values()).noneMatch(other -> other.parent() == type))
            .filter(type -> type != OrganisationType.CONTRACTOR)
            .map(OrganisationType::code)
            .toList();
    private static final List<String> PURPOSES =
            Stream.of(Purpose.values()).limit(12).map(Purpose::code).toList();
    private static final List<String> CAPABILITIES = Stream.of(Capability.values())
            .filter(one ->
                    one.parent() == null && Stream.of(Capability.values()).noneMatch(other -> other.parent() == one))
            .map(Capability::code)
            .toList();

    /** A rule: permits or refuses if all of its fields match. */
    record Rule(int number, boolean permits, String organisation, List<String> purposes, List<String> capabilities) {
        boolean holds(Request request) {
            return organisation.equals(request.organisation)
                    && purposes.contains(request.purpose)
                    && capabilities.contains(request.capability);
        }
    }

    /** A request. */
    record Request(String organisation, String purpose, String capability) {}

    static Corpus of(int rules) {
        var random = new Random(2);
        var made = Stream.iterate(0, at -> at + 1)
                .limit(rules)
                .map(at ->
                        new Rule(at, at % 4 != 3, one(TYPES, random), two(PURPOSES, random), two(CAPABILITIES, random)))
                .toList();
        // Half the requests match some rule, half are random.
        var asked = Stream.iterate(0, at -> at + 1)
                .limit(REQUESTS)
                .map(at -> at % 2 == 0
                        ? new Request(one(TYPES, random), one(PURPOSES, random), one(CAPABILITIES, random))
                        : of(made.get(random.nextInt(rules)), random))
                .toList();
        return new Corpus(made, asked);
    }

    /** The expected verdict, which every engine must return. */
    boolean permits(Request request) {
        boolean permitted = false;
        for (var rule : rules) {
            if (rule.holds(request)) {
                if (!rule.permits) {
                    return false;
                }
                permitted = true;
            }
        }
        return permitted;
    }

    private static Request of(Rule rule, Random random) {
        return new Request(rule.organisation, one(rule.purposes, random), one(rule.capabilities, random));
    }

    private static List<String> two(List<String> all, Random random) {
        return List.of(one(all, random), one(all, random));
    }

    private static String one(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
