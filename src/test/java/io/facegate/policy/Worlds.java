package io.facegate.policy;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Picture;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.condition.Condition;
import io.facegate.policy.language.Citation;
import io.facegate.policy.language.Effect;
import io.facegate.policy.language.Match;
import io.facegate.policy.language.Rule;
import io.facegate.policy.language.Window;
import io.facegate.policy.vocabulary.OrganisationType;
import io.facegate.policy.vocabulary.Purpose;
import io.facegate.policy.vocabulary.Vendor;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random rules and random calls over few words, so that they meet often; the same seed gives the same world. */
final class Worlds {
    private static final List<OrganisationType> TYPES = List.of(
            OrganisationType.LAW_ENFORCEMENT,
            OrganisationType.LAW_ENFORCEMENT_POLICE,
            OrganisationType.LAW_ENFORCEMENT_POLICE_LOCAL,
            OrganisationType.LAW_ENFORCEMENT_FEDERAL,
            OrganisationType.BANK);
    private static final List<Capability> CAPABILITIES = List.of(
            Capability.DETECT,
            Capability.IDENTIFY,
            Capability.IDENTIFY_LIVE,
            Capability.CELEBRITY,
            Capability.VERIFY,
            Capability.ANALYZE,
            Capability.ANALYZE_EMOTION);
    private static final List<Purpose> PURPOSES = List.of(Purpose.TRACKING, Purpose.LOYALTY, Purpose.MISSING_CHILD);
    private static final List<String> PLACES = List.of("US", "US-OR", "US-OR/portland", "US-WA", "GB");
    private static final List<String> ASKED_PLACES = Stream.concat(
                    PLACES.stream(), Stream.of("US-OR/salem", "GB-SCT", "somewhere", "FR"))
            .toList();
    private static final List<String> IDS = List.of("one", "two", "three");
    private static final List<String> OPERATIONS = List.of("DetectFaces", "SearchFaces", "Strange");
    private static final List<Vendor> VENDORS = List.of(Vendor.REKOGNITION, Vendor.LOCAL);
    private static final List<Reference> REFERENCES = List.of(Reference.S3_OBJECT, Reference.ROLE, Reference.TOPIC);
    private static final List<Condition> CONDITIONS = Stream.of(
                    "threshold >= 0.5",
                    "threshold < 0.5 || gallery == 'mine'",
                    "picture_count > 0",
                    "largest_picture_bytes > 5",
                    "gallery.startsWith('m') && threshold > 0.1",
                    "1 / int(threshold) > 0",
                    "credential == 'jwt'")
            .map(text -> (Condition) Condition.compile(text))
            .toList();

    private final Random random;

    Worlds(long seed) {
        random = new Random(seed);
    }

    List<Rule> rules(int most) {
        int count = random.nextInt(most + 1);
        return IntStream.range(0, count).mapToObj(this::rule).collect(Collectors.toCollection(ArrayList::new));
    }

    Rule rule(int number) {
        Effect effect = random.nextInt(3) == 0
                ? new Effect.Refuse("no", "No.", new Citation("A law", null, LocalDate.EPOCH), "Ask.", unless())
                : new Effect.Permit(null, null);
        var id = "p" + random.nextInt(3) + "/r" + number;
        return new Rule(id, effect, match(), window(), random.nextInt(4) == 0 ? one(CONDITIONS) : null);
    }

    private List<Match> unless() {
        return Stream.generate(this::match).limit(random.nextInt(3)).toList();
    }

    private Match match() {
        return new Match(
                some(TYPES),
                rarely(IDS),
                some(PURPOSES),
                some(CAPABILITIES),
                rarely(PLACES),
                rarely(VENDORS),
                rarely(OPERATIONS),
                rarely(REFERENCES));
    }

    private Window window() {
        if (random.nextInt(3) > 0) {
            return Window.ALWAYS;
        }
        long from = random.nextInt(10);
        return new Window(random.nextBoolean() ? from : Long.MIN_VALUE, from + 1 + random.nextInt(5));
    }

    Instant now() {
        return Instant.ofEpochMilli(random.nextInt(16)).plusNanos(random.nextInt(1_000_000));
    }

    Caller caller() {
        var principals = Stream.generate(this::organisation).limit(random.nextInt(5) == 0 ? 2 : 0);
        return new Caller(
                organisation(),
                principals.toList(),
                random.nextInt(5) == 0 ? null : one(PURPOSES).code(),
                places(),
                random.nextBoolean() ? "jwt" : "sigv4",
                "key",
                null);
    }

    private Organisation organisation() {
        var type = random.nextInt(8) == 0 ? "unheard_of" : one(TYPES).code();
        return new Organisation(one(IDS), "Name", type, places(), Set.of(), false, null);
    }

    private List<String> places() {
        return List.copyOf(rarely(ASKED_PLACES));
    }

    FaceCall call() {
        var picture = new Picture(new byte[random.nextInt(10)], Picture.Format.PNG, 1, 1);
        var facts = new FaceCall.Facts(
                some(CAPABILITIES),
                rarely(CAPABILITIES),
                random.nextInt(4) == 0 ? picture : null,
                random.nextBoolean() ? null : random.nextBoolean() ? "mine" : "yours",
                rarely(REFERENCES),
                random.nextBoolean() ? null : (Double) random.nextDouble());
        var params = random.nextBoolean() ? Map.<String, Object>of("Image", picture) : Map.<String, Object>of();
        var provider = random.nextInt(8) == 0 ? "unheard_of" : one(VENDORS).code();
        return new FaceCall(provider, one(OPERATIONS), facts, new Ask.Particular("a test"), params, null);
    }

    int upTo(int bound) {
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
}
