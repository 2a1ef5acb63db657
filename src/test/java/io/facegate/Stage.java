package io.facegate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Capability;
import io.facegate.call.RequestPayload;
import io.facegate.gateway.Gateway;
import io.facegate.http.VendorCallHandler;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.PolicyEngine;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestGateway;
import io.facegate.testkit.TestOrganisation;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What the tests of whole wires stand on: callers known by their key, and a gate under policies of its own. */
public final class Stage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AMAZONS = "amazon-rekognition-2020.yaml";

    /** The least picture there is. */
    public static final byte[] PIXELS = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAADklEQVR4nGOoBwMGCAUAKboF9Rf06ToAAAAASUVORK5CYII=");

    private Stage() {}

    /** One that no busy disk makes late. */
    public static Ledger ledger(Path folder) {
        return Ledger.open(folder, LedgerSettings.defaults("test").withDeadline(Duration.ofSeconds(20)));
    }

    /** A pack as it is shipped. */
    public static String shipped(String pack) throws IOException {
        return Files.readString(Path.of("policies", pack));
    }

    /** Amazon's ban for police, as if it were that vendor's. */
    public static Map<String, String> ban(String provider) throws IOException {
        var moratorium = shipped(AMAZONS);
        return Map.of(
                AMAZONS,
                moratorium
                        .substring(0, moratorium.indexOf("  # The announcement says"))
                        .replace("provider: rekognition", "provider: " + provider));
    }

    /** A house's own rules, in that folder; the folder. */
    public static Path house(Path folder, String rules) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("house.yaml"), """
            pack: house
            title: A house's own rules
            binds: Whoever calls here.
            rules:
            """ + rules);
        return folder;
    }

    /** A rule that asks this of whoever calls that vendor. */
    public static String oblige(String provider, String obligations) {
        return """
              - id: asks
                effect: oblige
                match: {provider: %s}
                obligations: {%s}
                citation: {ref: A house rule, checked: 2026-11-24}
            """.formatted(provider, obligations);
    }

    /**
     * Policies in that folder.
     *
     * @param packs by the names of their files
     * @param rules of a house's own
     */
    public static PolicyEngine policies(Path folder, Map<String, String> packs, String rules) throws IOException {
        house(folder, rules);
        for (var pack : packs.entrySet()) {
            Files.writeString(folder.resolve(pack.getKey()), pack.getValue());
        }
        return PolicyEngine.load(folder);
    }

    /** A wire whose calls go through a gate. */
    public static VendorCallHandler wire(
            VendorWire wire,
            PolicyEngine policies,
            Ledger ledger,
            Provider provider,
            Function<String, Caller> callers) {
        return new VendorCallHandler(gate(policies, ledger, provider, callers), wire);
    }

    /** The gate alone. */
    public static Gateway gate(
            PolicyEngine policies, Ledger ledger, Provider provider, Function<String, Caller> callers) {
        return TestGateway.of(policies, ledger, provider).knowing(callers);
    }

    /** Whoever has that key: an organisation's id, a slash or a dot and {@code other} behind it for another purpose. */
    public static Caller caller(String key) {
        return caller(key, Set.of(), AttestedContext.NONE);
    }

    /** The same, who has these resources and shows that. */
    public static Caller caller(String key, Set<RegisteredResource> resources, AttestedContext context) {
        var id = key.replaceFirst("[/.].*", "");
        var type = id.equals("police") ? "law_enforcement.police" : "nonprofit.child_protection";
        var purpose = key.matches(".*[/.]other") ? "missing_person" : "missing_child";
        var known = TestOrganisation.of(id, type)
                .in("US-OR")
                .purposes(purpose)
                .resources(resources)
                .build();
        return TestCaller.of(known)
                .purpose(purpose)
                .in("US-OR")
                .attested(context)
                .by("api_key", "FGAK" + id)
                .build();
    }

    /**
     * A request as a wire is given it.
     *
     * @param target the method, the path, and the query if there is one
     * @param headers a name and its value, and the next
     */
    public static HttpCall arrival(String target, byte[] body, Instant now, String... headers) {
        var all = new ArrayList<Map.Entry<String, String>>();
        for (int at = 0; at < headers.length; at += 2) {
            all.add(Map.entry(headers[at], headers[at + 1]));
        }
        var words = target.split("[ ?]", 3);
        var head = new Credential.Request(
                words[0], words[1], words.length == 3 ? words[2] : "", all, "192.0.2.0/24", true);
        return new HttpCall(head, new RequestPayload(body), now);
    }

    /** The capabilities that the newest decision on record was made on. */
    public static Set<Capability> judged(Path data) throws Exception {
        try (var archive = RecordSearch.open(data)) {
            for (var entry : archive.find(RecordQuery.matchAll(10))) {
                var record = JSON.readTree(entry.json());
                if (record.path("kind").asText().equals("DECISION")) {
                    var found = EnumSet.noneOf(Capability.class);
                    record.get("capabilities").forEach(code -> found.add(Capability.fromCode(code.textValue())));
                    return found;
                }
            }
        }
        throw new AssertionError("There is no decision on record.");
    }

    public static String text(HttpAnswer answer) {
        return new String(answer.body(), UTF_8);
    }

    /** The first such header, or an empty text. */
    public static String header(HttpAnswer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** The names of all fields of an answer. */
    public static Set<String> fields(HttpAnswer answer) throws IOException {
        var found = new TreeSet<String>();
        names(JSON.readTree(answer.body()), found);
        return found;
    }

    private static void names(JsonNode node, Set<String> found) {
        node.properties().forEach(field -> found.add(field.getKey()));
        node.forEach(item -> names(item, found));
    }
}
