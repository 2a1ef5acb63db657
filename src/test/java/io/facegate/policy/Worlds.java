package io.facegate.policy;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.GivenObligations;
import io.facegate.call.GivenObligations.Retention;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.Picture;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.condition.CelCondition;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.DisputeOverride;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.LegalStatus;
import io.facegate.policy.language.MatchCondition;
import io.facegate.policy.language.NumberRange;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.RuleMode;
import io.facegate.policy.language.RuleText;
import io.facegate.policy.language.Validity;
import io.facegate.policy.language.Validity.Version;
import io.facegate.policy.vocabulary.Attribute;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random rules and random calls over few words, so that they meet often; the same seed gives the same world. */
public final class Worlds {
    private static final List<String> TYPES = List.of(
            "law_enforcement",
            "law_enforcement.police",
            "law_enforcement.police.local",
            "law_enforcement.federal",
            "bank");
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.DETECT,
            Capability.IDENTIFY,
            Capability.IDENTIFY_LIVE,
            Capability.CELEBRITY,
            Capability.VERIFY,
            Capability.ANALYZE,
            Capability.ANALYZE_EMOTION);
    private static final List<String> PLACES = List.of("US", "US-OR", "US-OR/portland", "US-WA", "GB", "EU", "HR");
    private static final List<String> ASKED_PLACES = Stream.concat(
                    PLACES.stream(), Stream.of("US-OR/salem", "GB-SCT", "somewhere", "US-XX", "US-XX/portland", "FR"))
            .toList();
    private static final List<Reference> REFERENCES = List.of(Reference.S3_OBJECT, Reference.ROLE, Reference.TOPIC);
    private static final Map<Attribute, List<String>> WORDS = new EnumMap<>(Map.ofEntries(
            Map.entry(Attribute.ORGANISATION, TYPES),
            Map.entry(Attribute.PURPOSE, List.of("tracking", "loyalty", "missing_child")),
            Map.entry(
                    Attribute.CAPABILITY,
                    CAPABILITIES.stream().map(Capability::code).toList()),
            Map.entry(Attribute.ORGANISATION_ID, List.of("one", "two", "three")),
            Map.entry(Attribute.ON_BEHALF_OF, TYPES),
            Map.entry(Attribute.OPERATION, List.of("DetectFaces", "SearchFaces", "Strange")),
            Map.entry(Attribute.PROVIDER, List.of("rekognition", "local")),
            Map.entry(Attribute.JURISDICTION, PLACES),
            Map.entry(Attribute.ESTABLISHED_IN, PLACES),
            Map.entry(Attribute.OUTPUT_IN, PLACES),
            Map.entry(Attribute.PLACE_TYPE, List.of("workplace", "education")),
            Map.entry(Attribute.ACTION, List.of("use", "contract", "arrest")),
            Map.entry(Attribute.EVIDENCE, List.of("warrant", "authorisation", "authorisation.granted")),
            Map.entry(Attribute.REFERENCE, List.of("s3_object", "role", "topic"))));
    private static final Set<Attribute> OFTEN = Set.of(Attribute.ORGANISATION, Attribute.PURPOSE, Attribute.CAPABILITY);
    private static final List<CelCondition> CONDITIONS = Stream.of(
                    "threshold >= 0.5",
                    "threshold < 0.5 || operation == 'Strange'",
                    "picture_count > 0",
                    "largest_picture_bytes > 5",
                    "operation.startsWith('S') && threshold > 0.1",
                    "1 / int(threshold) > 0",
                    "credential == 'jwt'")
            .map(text -> (CelCondition) CelCondition.compile(text))
            .toList();
    /** Around the day Croatia joined, in milliseconds. */
    private static final long START = Instant.parse("2013-06-30T21:59:59.992Z").toEpochMilli();

    private final Random random;
    private boolean conditions = true;

    public Worlds(long seed) {
        random = new Random(seed);
    }

    /** Without residual conditions in rules. */
    Worlds withoutConditions() {
        conditions = false;
        return this;
    }

    public List<Rule> rules(int most) {
        int count = random.nextInt(most + 1);
        return IntStream.range(0, count).mapToObj(this::rule).collect(Collectors.toCollection(ArrayList::new));
    }

    Rule rule(int number) {
        var effect = one(List.of(Effect.REFUSE, Effect.PERMIT, Effect.PERMIT, Effect.PERMIT, Effect.OBLIGE));
        var citation = new Citation("A law", null, LocalDate.EPOCH, "secondary");
        return new Rule(
                "p" + random.nextInt(3) + "/r" + number,
                effect,
                match(barred(effect), 0),
                effect == Effect.PERMIT ? List.of() : unless(),
                validity(effect),
                conditions && random.nextInt(4) == 0 ? one(CONDITIONS) : null,
                random.nextInt(10) == 0 ? one(List.of(RuleMode.SHADOW, RuleMode.WARN)) : RuleMode.ENFORCE,
                effect == Effect.REFUSE ? new RuleText("no", "No.", citation, "Ask.", null) : RuleText.NOTHING,
                effect == Effect.REFUSE ? Obligations.NONE : obligations());
    }

    private Obligations obligations() {
        return random.nextInt(3) > 0
                ? Obligations.NONE
                : GivenObligations.of(
                        random.nextInt(100) / 100.0,
                        Set.of(),
                        null,
                        false,
                        random.nextInt(3),
                        null,
                        Set.of(),
                        Set.of(),
                        Retention.NONE);
    }

    /** Overrides of some rules, whether they are disputed or not. */
    public List<DisputeOverride> overrulings(List<Rule> rules) {
        return rules.stream()
                .filter(rule -> random.nextInt(3) == 0)
                .map(Rule::id)
                .distinct()
                .map(id -> new DisputeOverride(id, "Somebody", "A reason.", moment(), moment() + 3))
                .toList();
    }

    private List<MatchCondition> unless() {
        return Stream.generate(() -> match(Set.of(Attribute.ON_BEHALF_OF), 0))
                .limit(random.nextInt(3))
                .toList();
    }

    /** What the language does not let such a rule match. */
    private static Set<Attribute> barred(Effect effect) {
        return effect == Effect.OBLIGE
                ? Set.of()
                : Set.of(effect == Effect.REFUSE ? Attribute.EVIDENCE : Attribute.ON_BEHALF_OF);
    }

    private MatchCondition match(Set<Attribute> barred, int depth) {
        var words = new EnumMap<Attribute, Set<String>>(Attribute.class);
        WORDS.forEach((attribute, all) -> {
            var named = OFTEN.contains(attribute) ? some(all) : seldom(all);
            if (!named.isEmpty() && !barred.contains(attribute)) {
                words.put(attribute, named);
            }
        });
        var ranges = new EnumMap<Attribute, NumberRange>(Attribute.class);
        if (random.nextInt(8) == 0) {
            ranges.put(Attribute.THRESHOLD, new NumberRange(Double.NEGATIVE_INFINITY, random.nextDouble()));
        }
        if (random.nextInt(16) == 0) {
            ranges.put(Attribute.USE_AGE, new NumberRange(random.nextInt(8), Double.POSITIVE_INFINITY));
        }
        return new MatchCondition(words, ranges, inside(barred, depth), inside(barred, depth));
    }

    private List<MatchCondition> inside(Set<Attribute> barred, int depth) {
        return depth > 1 || random.nextInt(8) > 0
                ? List.of()
                : Stream.generate(() -> match(barred, depth + 1))
                        .limit(1 + random.nextInt(2))
                        .toList();
    }

    private Validity validity(Effect effect) {
        if (random.nextInt(3) > 0) {
            return Validity.ALWAYS;
        }
        boolean local = random.nextInt(4) == 0;
        var versions = new ArrayList<Version>();
        versions.add(version(Long.MIN_VALUE, local));
        if (random.nextInt(3) == 0) {
            versions.add(version(moment(), local));
        }
        return new Validity(versions, local, effect == Effect.REFUSE && random.nextInt(4) == 0, null);
    }

    private Version version(long known, boolean local) {
        long from = moment() + (local ? one(List.of(0L, 3_600_000L, 7_200_000L, -25_200_000L)) : 0L);
        var status = random.nextInt(3) > 0
                ? LegalStatus.IN_FORCE
                : one(List.of(LegalStatus.DISPUTED, LegalStatus.NEVER_ENACTED));
        return new Version(known, random.nextBoolean() ? from : Long.MIN_VALUE, from + 1 + random.nextInt(5), status);
    }

    private long moment() {
        return START + random.nextInt(16);
    }

    public Instant now() {
        return Instant.ofEpochMilli(moment()).plusNanos(random.nextInt(1_000_000));
    }

    public Caller caller() {
        var principals = Stream.generate(this::organisation).limit(random.nextInt(5) == 0 ? 2 : 0);
        return TestCaller.of(organisation())
                .actingFor(principals.toList())
                .purpose(random.nextInt(5) == 0 ? null : one(WORDS.get(Attribute.PURPOSE)))
                .in(places())
                .attested(new AttestedContext(
                        seldom(List.of("warrant", "authorisation", "authorisation.granted", "rumour")), facts(), null))
                .by(random.nextBoolean() ? "jwt" : "sigv4", "key")
                .build();
    }

    private Organisation organisation() {
        var type = random.nextInt(8) == 0 ? "unheard_of" : one(TYPES);
        var id = one(WORDS.get(Attribute.ORGANISATION_ID));
        return TestOrganisation.of(id, type)
                .named("Name")
                .in(places())
                .facts(facts())
                .build();
    }

    private Map<String, List<String>> facts() {
        var facts = new HashMap<String, List<String>>();
        for (var attribute : List.of(Attribute.PLACE_TYPE, Attribute.ACTION)) {
            var values = seldom(WORDS.get(attribute));
            if (!values.isEmpty()) {
                facts.put(attribute.word(), List.copyOf(values));
            }
        }
        if (random.nextInt(6) == 0) {
            facts.put("output_in", List.copyOf(some(ASKED_PLACES)));
        }
        if (random.nextInt(6) == 0) {
            facts.put("started", List.of(Instant.ofEpochMilli(moment()).toString()));
        }
        return facts;
    }

    private List<String> places() {
        return List.copyOf(rarely(ASKED_PLACES));
    }

    public FaceCall call() {
        var picture = new Picture(new byte[random.nextInt(10)], Picture.Format.PNG, 1, 1);
        var facts = FaceCall.Facts.of(some(CAPABILITIES))
                .withCrowd(rarely(CAPABILITIES), random.nextInt(4) == 0 ? picture : null)
                .inGallery(random.nextBoolean() ? null : random.nextBoolean() ? "mine" : "yours")
                .referringTo(rarely(REFERENCES))
                .withThreshold(random.nextBoolean() ? null : (Double) random.nextDouble());
        var params = random.nextBoolean() ? Map.<String, Object>of("Image", picture) : Map.<String, Object>of();
        var provider = random.nextInt(8) == 0 ? "unheard_of" : one(WORDS.get(Attribute.PROVIDER));
        var operation = one(WORDS.get(Attribute.OPERATION));
        return new FaceCall(provider, operation, facts, new NormalizedRequest.VendorSpecific("a test"), params, null);
    }

    public int upTo(int bound) {
        return random.nextInt(bound);
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> Set<T> some(List<T> all) {
        int count = random.nextInt(4);
        return Stream.generate(() -> one(all)).limit(count).collect(Collectors.toSet());
    }

    private <T> Set<T> rarely(List<T> all) {
        return random.nextInt(4) == 0 ? some(all) : Set.of();
    }

    private <T> Set<T> seldom(List<T> all) {
        return random.nextInt(10) == 0 ? some(all) : Set.of();
    }
}
