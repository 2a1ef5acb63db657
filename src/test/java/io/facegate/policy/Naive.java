package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.condition.CallFacts;
import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.language.Validity;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.policy.vocabulary.Jurisdictions;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.PlaceTimeZones;
import io.facegate.policy.vocabulary.WordList;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The semantics of the language, rule by rule in three-valued logic: slow, and plain enough to be believed. */
final class Naive {
    private enum Truth {
        YES,
        NO,
        PERHAPS;

        Truth and(Truth other) {
            if (this == NO || other == NO) {
                return NO;
            }
            return this == YES && other == YES ? YES : PERHAPS;
        }

        Truth or(Truth other) {
            if (this == YES || other == YES) {
                return YES;
            }
            return this == NO && other == NO ? NO : PERHAPS;
        }
    }

    private final List<Rule> rules;
    private final List<DisputeOverride> overrulings;
    private Obligations obligations = Obligations.NONE;

    Naive(List<Rule> rules, List<DisputeOverride> overrulings) {
        this.rules = rules.stream().sorted(Comparator.comparing(Rule::id)).toList();
        this.overrulings = overrulings;
    }

    /** One call as one link of its chain makes it. */
    private record World(Caller caller, Organisation link, FaceCall call, Capability capability, long now) {
        List<String> places() {
            if (caller.places().isEmpty()
                    || caller.principals().stream()
                            .anyMatch(one -> one.jurisdictions().isEmpty())) {
                return List.of();
            }
            var places = new ArrayList<>(caller.places());
            if (link != caller.organisation()) {
                places.addAll(link.jurisdictions());
            }
            return places;
        }

        List<String> facts(String name) {
            return Stream.concat(
                            link.facts().getOrDefault(name, List.of()).stream(),
                            caller.context().facts().getOrDefault(name, List.of()).stream())
                    .toList();
        }
    }

    /** Verdict, deciding rule, all that fired, and what they ask, in one line. */
    String decide(Caller caller, FaceCall call, Instant now, Instant known) {
        var fired = new TreeSet<String>();
        boolean lacking = false;
        var capabilities = new HashSet<>(call.facts().capabilities());
        if (call.facts().crowd() != null) {
            capabilities.addAll(call.facts().ifSeveral());
        }
        for (var link : caller.delegationChain()) {
            for (var capability : capabilities) {
                boolean permitted = false;
                for (var rule : rules) {
                    if (fires(rule, new World(caller, link, call, capability, now.toEpochMilli()), known)) {
                        fired.add(rule.id());
                        permitted |= rule.effect() == Effect.PERMIT;
                    }
                }
                lacking |= !permitted;
            }
        }
        var all = rules.stream().filter(rule -> fired.contains(rule.id())).toList();
        var refusal =
                all.stream().filter(rule -> rule.effect() == Effect.REFUSE).findFirst();
        if (refusal.isPresent()) {
            return "refuse " + refusal.get().id() + ' ' + fired;
        }
        if (lacking || capabilities.isEmpty()) {
            return "refuse facegate/no_rule_permits " + fired;
        }
        all.forEach(rule -> obligations = obligations.mergeWith(rule.obligations()));
        var permit = all.stream().filter(rule -> rule.effect() == Effect.PERMIT).findFirst();
        return "permit " + permit.orElseThrow().id() + ' ' + fired + ' ' + obligations.minSimilarity() + ' '
                + obligations.reviewers();
    }

    private boolean fires(Rule rule, World world, Instant known) {
        if (rule.mode() != RuleMode.ENFORCE) {
            return false;
        }
        Validity.Version version = rule.validity().versions().getFirst();
        for (var later : rule.validity().versions()) {
            if (later.known() <= known.toEpochMilli()) {
                version = later;
            }
        }
        if (version.status() == LegalStatus.NEVER_ENACTED || !decided(rule, version, world.now, known)) {
            return false;
        }
        var truth = holds(rule.match(), world).and(inForce(rule, version, world));
        if (rule.when() != null) {
            var told = rule.when().test(new CallFacts(world.call, world.caller.method()));
            truth = truth.and(told == null ? Truth.PERHAPS : told ? Truth.YES : Truth.NO);
        }
        if (rule.effect() == Effect.PERMIT) {
            return truth == Truth.YES;
        }
        return truth != Truth.NO && rule.unless().stream().noneMatch(unless -> holds(unless, world) == Truth.YES);
    }

    /** Whether a dispute, where there is one, leaves the rule its effect. */
    private boolean decided(Rule rule, Validity.Version version, long now, Instant known) {
        boolean overridden = overrulings.stream()
                .anyMatch(one -> one.rule().equals(rule.id())
                        && one.from() <= known.toEpochMilli()
                        && one.from() <= now
                        && now < one.until());
        return version.status() != LegalStatus.DISPUTED || overridden == (rule.effect() == Effect.PERMIT);
    }

    private static Truth inForce(Rule rule, Validity.Version version, World world) {
        Predicate<Long> inside = moment -> version.from() <= moment
                && (moment < version.until() || rule.validity().review());
        if (!rule.validity().local()) {
            return inside.test(world.now) || lateReview(rule, version, world.now) ? Truth.YES : Truth.NO;
        }
        List<ZoneId> zones = world.places().isEmpty()
                ? PlaceTimeZones.UNKNOWN
                : world.places().stream()
                        .flatMap(place -> PlaceTimeZones.zonesOf(place).stream())
                        .toList();
        var each = zones.stream()
                .map(zone -> Instant.ofEpochMilli(world.now)
                        .atZone(zone)
                        .toLocalDateTime()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli())
                .map(there -> inside.test(there) || lateReview(rule, version, there))
                .toList();
        return each.stream().allMatch(Boolean::booleanValue)
                ? Truth.YES
                : each.stream().anyMatch(Boolean::booleanValue) ? Truth.PERHAPS : Truth.NO;
    }

    private static boolean lateReview(Rule rule, Validity.Version version, long moment) {
        return rule.validity().review() && moment >= version.until();
    }

    private static Truth holds(MatchCondition match, World world) {
        var truth = Truth.YES;
        for (var named : match.words().entrySet()) {
            truth = truth.and(words(named.getKey(), named.getValue(), world));
        }
        for (var named : match.ranges().entrySet()) {
            truth = truth.and(range(named.getKey(), named.getValue(), world));
        }
        for (var inside : match.all()) {
            truth = truth.and(holds(inside, world));
        }
        if (!match.any().isEmpty()) {
            truth = truth.and(
                    match.any().stream().map(inside -> holds(inside, world)).reduce(Truth.NO, Truth::or));
        }
        return truth;
    }

    private static Truth words(Attribute attribute, Set<String> named, World world) {
        var link = world.link;
        return switch (attribute) {
            case ORGANISATION -> type(link.type(), named);
            case ORGANISATION_ID -> named.contains(link.id()) ? Truth.YES : Truth.NO;
            case PURPOSE -> listed(WordList.PURPOSES, world.caller.purpose(), named);
            case CAPABILITY ->
                tree(named.stream().map(Capability::fromCode).toList(), world.capability, Capability::isWithin);
            case PROVIDER -> listed(WordList.PROVIDERS, world.call.provider(), named);
            case OPERATION -> named.contains(world.call.operation()) ? Truth.YES : Truth.NO;
            case ON_BEHALF_OF ->
                world.caller.principals().stream()
                        .map(principal -> type(principal.type(), named))
                        .reduce(Truth.NO, Truth::or);
            case EVIDENCE ->
                world.caller.context().evidence().stream()
                        .map(word -> evidence(word, named))
                        .reduce(Truth.NO, Truth::or);
            case EXEMPTION ->
                world.facts("exemption").stream()
                        .map(word -> listed(attribute.words(), word, named))
                        .reduce(Truth.NO, Truth::or);
            case REFERENCE -> references(world.call.facts().references(), named);
            case JURISDICTION -> places(world.places(), named, world.now);
            case ESTABLISHED_IN -> places(link.jurisdictions(), named, world.now);
            case SUBJECT_IN, OUTPUT_IN, PROCESSED_IN -> places(world.facts(attribute.word()), named, world.now);
            case ACTION ->
                world.facts("action").isEmpty()
                        ? (named.contains("use") ? Truth.YES : Truth.NO)
                        : several(world.facts("action"), word -> listed(attribute.words(), word, named));
            case PLACE_TYPE, CAMERA, SETTING, GALLERY_SOURCE, OFFENCE ->
                several(world.facts(attribute.word()), word -> listed(attribute.words(), word, named));
            default -> throw new IllegalArgumentException(attribute.word());
        };
    }

    private static Truth type(String type, Set<String> named) {
        var known = Stream.of(OrganisationType.values())
                .filter(one -> one.code().equals(type))
                .findFirst();
        if (known.isEmpty()) {
            return Truth.PERHAPS;
        }
        return tree(
                named.stream()
                        .map(word -> Objects.requireNonNull(WordList.ORGANISATIONS.find(word)))
                        .toList(),
                known.get(),
                OrganisationType::isWithin);
    }

    private static Truth listed(WordList<?> words, String value, Set<String> named) {
        if (value == null || words.find(value) == null) {
            return Truth.PERHAPS;
        }
        return named.contains(value) ? Truth.YES : Truth.NO;
    }

    /** Evidence is a tree by its dots; a coarser word may be the finer one. */
    private static Truth evidence(String word, Set<String> named) {
        if (WordList.facts("evidence").find(word) == null) {
            return Truth.PERHAPS;
        }
        if (word.matches("(approval|existing_customer)(\\..*)?")) {
            boolean narrow =
                    WordList.facts("evidence").words().stream().noneMatch(other -> other.startsWith(word + "."));
            if (narrow && named.contains(word)) {
                return Truth.YES;
            }
            return named.stream().anyMatch(wanted -> wanted.equals(word) || wanted.startsWith(word + "."))
                    ? Truth.PERHAPS
                    : Truth.NO;
        }
        if (named.stream().anyMatch(wanted -> word.equals(wanted) || word.startsWith(wanted + "."))) {
            return Truth.YES;
        }
        return named.stream().anyMatch(wanted -> wanted.startsWith(word + ".")) ? Truth.PERHAPS : Truth.NO;
    }

    private static <T> Truth tree(List<T> named, T value, BiPredicate<T, T> within) {
        if (named.stream().anyMatch(word -> within.test(value, word))) {
            return Truth.YES;
        }
        return named.stream().anyMatch(word -> within.test(word, value)) ? Truth.PERHAPS : Truth.NO;
    }

    private static <T> Truth several(List<T> values, java.util.function.Function<T, Truth> each) {
        if (values.isEmpty()) {
            return Truth.PERHAPS;
        }
        var truths = values.stream().map(each).toList();
        if (truths.stream().allMatch(truth -> truth == Truth.YES)) {
            return Truth.YES;
        }
        return truths.stream().allMatch(truth -> truth == Truth.NO) ? Truth.NO : Truth.PERHAPS;
    }

    private static Truth places(List<String> places, Set<String> named, long now) {
        return several(places, place -> {
            if (!Jurisdictions.isValid(place)) {
                return Truth.PERHAPS;
            }
            if (named.stream().anyMatch(word -> Jurisdictions.isWithin(place, word, now))) {
                return Truth.YES;
            }
            return named.stream().anyMatch(word -> Jurisdictions.isWithin(word, place, now)) ? Truth.PERHAPS : Truth.NO;
        });
    }

    private static Truth references(Set<FaceCall.Reference> references, Set<String> named) {
        var words = references.stream()
                .map(word -> word.name().toLowerCase(Locale.ROOT))
                .toList();
        if (words.stream().noneMatch(named::contains)) {
            return Truth.NO;
        }
        return named.containsAll(words) ? Truth.YES : Truth.PERHAPS;
    }

    private static Truth range(Attribute attribute, NumberRange range, World world) {
        if (attribute == Attribute.THRESHOLD) {
            var threshold = world.call.facts().threshold();
            return several(threshold == null ? List.of() : List.of(threshold), number -> in(range, number));
        }
        var texts = world.facts(attribute == Attribute.USE_AGE ? "started" : attribute.word());
        var numbers = new ArrayList<Double>();
        for (var text : texts) {
            var number = number(attribute, text, world.now);
            if (number == null) {
                return Truth.PERHAPS;
            }
            numbers.add(number);
        }
        return several(numbers, number -> in(range, number));
    }

    private static Double number(Attribute attribute, String text, long now) {
        try {
            return switch (attribute) {
                case USE_AGE -> (double) (now - Instant.parse(text).toEpochMilli());
                case INSTANCE_CREATED ->
                    (double) LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli();
                default -> Double.valueOf(text);
            };
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static Truth in(NumberRange range, double number) {
        return range.atLeast() <= number && number < range.below() ? Truth.YES : Truth.NO;
    }
}
