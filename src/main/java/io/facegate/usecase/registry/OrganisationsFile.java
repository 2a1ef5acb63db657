package io.facegate.usecase.registry;

import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.ReadingOptions;
import io.facegate.policy.reading.YamlMapping;
import io.facegate.policy.reading.YamlReading;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.registry.DeclaredOrganisation.DeclaredKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A file of organisations, read strictly: an unknown key is a mistake, and so is an alias. Each mistake names its line.
 */
final class OrganisationsFile {
    /** How large a file may be. */
    static final int LARGEST = 16 << 20;

    /** How many organisations one request may send, whose answer must come before its connection is closed. */
    static final int MOST_SENT = 10_000;

    private static final int MOST_ORGANISATIONS = 100_000;
    private static final int SHOWN = 20;
    private static final String WHEN = "a date (00:00 UTC) or an instant, such as 2027-01-31 or 2027-01-31T12:00:00Z";

    private static final List<String> ORGANISATION = List.of(
            "id",
            "name",
            "type",
            "state",
            "verification",
            "jurisdictions",
            "purposes",
            "facts",
            "parent",
            "acts_for",
            "contact",
            "aws_role",
            "resources",
            "keys");
    private static final List<String> VERIFICATION = List.of("kind", "reference", "by", "on", "until");
    private static final List<String> PURPOSE = List.of("purpose", "evidence", "basis", "from", "until");
    private static final List<String> KEY =
            List.of("id", "label", "for", "purpose", "case", "from", "expires", "sandbox", "wires", "places");

    private final YamlReading reading;
    private final Set<String> ids = new HashSet<>();

    private OrganisationsFile(YamlReading reading) {
        this.reading = reading;
    }

    /** The content of a file, and where to add mistakes that are found later. */
    record Content(List<DeclaredOrganisation> organisations, YamlReading reading) {
        /** Fails if there is a mistake: nothing is then applied. */
        void requireNoMistakes() {
            OrganisationsFile.requireNoMistakes(reading);
        }
    }

    /**
     * Reads a file.
     *
     * @throws Unacceptable with every mistake and its line
     */
    static Content read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return read(String.valueOf(file.getFileName()), in.readNBytes(LARGEST + 1));
        } catch (IOException unreadable) {
            throw new Unacceptable(file + " cannot be read.");
        }
    }

    static Content read(String name, byte[] bytes) {
        var all = "has more than " + MOST_ORGANISATIONS + " organisations; split it";
        return read(name, bytes, new Most(MOST_ORGANISATIONS, all));
    }

    /** A file that somebody sent. */
    static Content readSent(byte[] bytes) {
        return read(
                "the file",
                bytes,
                new Most(
                        MOST_SENT,
                        "has more than " + MOST_SENT + " organisations, which is too much for one request; split it, or"
                                + " run at the gateway: facegate registry apply --break-glass --reason TEXT"));
    }

    /** How many organisations a file may have, and what is said of more. */
    private record Most(int organisations, String mistake) {}

    private static Content read(String name, byte[] bytes, Most most) {
        var reading = new YamlReading(name, ReadingOptions.KEPT, LARGEST);
        var root = reading.root(bytes);
        var all = new ArrayList<DeclaredOrganisation>();
        if (root != null) {
            var list = YamlMapping.read(reading, root, "the file", List.of("organisations"))
                    .required("organisations");
            boolean none =
                    list instanceof SequenceNode sequence && sequence.getValue().isEmpty();
            var items = list == null || none ? List.<Node>of() : reading.items(list, "organisations");
            if (items.size() > most.organisations()) {
                reading.addFileMistake(most.mistake());
            } else {
                var file = new OrganisationsFile(reading);
                items.forEach(item -> file.organisation(item, all));
            }
        }
        requireNoMistakes(reading);
        return new Content(List.copyOf(all), reading);
    }

    private static void requireNoMistakes(YamlReading reading) {
        if (!reading.hasNoMistakes()) {
            var all = reading.mistakes();
            throw new Unacceptable(
                    all.stream().limit(SHOWN).map(PolicyMistake::toString).collect(Collectors.joining("\n"))
                            + (all.size() > SHOWN ? "\nand more." : "")
                            + "\nNothing was changed.");
        }
    }

    private void organisation(Node node, List<DeclaredOrganisation> all) {
        var from = YamlMapping.read(reading, node, "an organisation", ORGANISATION);
        var id = from.requiredText("id");
        var name = from.requiredText("name");
        var type = from.requiredText("type");
        if (id == null || name == null || type == null) {
            return;
        }
        if (!ids.add(id)) {
            reading.addMistake(node, "the organisation " + id + " is named twice; keep one");
        }
        var state = from.word(
                "state", OrganisationState::code, List.of(OrganisationState.values()), OrganisationState.VERIFIED);
        var one = Organisation.builder(id, type)
                .name(name)
                .state(state)
                .verification(verification(from))
                .jurisdictions(List.copyOf(texts(from, "jurisdictions")))
                .purposeTerms(purposes(from))
                .facts(facts(from))
                .relations(
                        new OrganisationRelations(from.text("parent"), texts(from, "acts_for"), from.text("contact")))
                .upstreamRole(from.text("aws_role"))
                .resources(resources(from))
                .build();
        all.add(new DeclaredOrganisation(one, from.node("state") != null, keys(id, from), node));
    }

    private @Nullable OrganisationVerification verification(YamlMapping from) {
        var node = from.node("verification");
        if (node == null) {
            return null;
        }
        var how = YamlMapping.read(reading, node, "a verification", VERIFICATION);
        var kind = how.requiredText("kind");
        var reference = how.requiredText("reference");
        var by = how.requiredText("by");
        var on = how.required("on") == null ? null : moment(how, "on");
        return kind == null || reference == null || by == null || on == null
                ? null
                : new OrganisationVerification(kind, reference, by, on, moment(how, "until"));
    }

    private Map<String, PurposeTerms> purposes(YamlMapping from) {
        var all = new HashMap<String, PurposeTerms>();
        for (var item : items(from, "purposes")) {
            if (item instanceof MappingNode) {
                var terms = YamlMapping.read(reading, item, "a purpose", PURPOSE);
                purpose(
                        all,
                        item,
                        terms.requiredText("purpose"),
                        new PurposeTerms(
                                terms.text("evidence"),
                                terms.text("basis"),
                                moment(terms, "from"),
                                moment(terms, "until")));
            } else {
                purpose(all, item, reading.text(item, "purposes"), PurposeTerms.NONE);
            }
        }
        return all;
    }

    private void purpose(Map<String, PurposeTerms> all, Node at, @Nullable String word, PurposeTerms terms) {
        if (word != null && all.putIfAbsent(word, terms) != null) {
            reading.addMistake(at, "the purpose " + word + " is named twice; keep one");
        }
    }

    private Map<String, List<String>> facts(YamlMapping from) {
        var all = new HashMap<String, List<String>>();
        for (var item : items(from, "facts")) {
            var text = reading.text(item, "facts");
            int cut = text == null ? 0 : text.indexOf('=');
            if (text != null && cut < 1) {
                reading.addMistake(item, "a fact is written as name=word, such as place_type=workplace");
            } else if (text != null) {
                all.computeIfAbsent(text.substring(0, cut), none -> new ArrayList<>())
                        .add(text.substring(cut + 1));
            }
        }
        return all;
    }

    private Set<RegisteredResource> resources(YamlMapping from) {
        var all = new HashSet<RegisteredResource>();
        for (var item : items(from, "resources")) {
            var text = reading.text(item, "resources");
            var resource = text == null ? null : RegisteredResource.parse(text);
            if (resource != null) {
                all.add(resource);
            } else if (text != null) {
                reading.addMistake(item, "a resource is written kind:name, such as s3:BUCKET");
            }
        }
        return all;
    }

    private KeyRequest request(String organisation, @Nullable String label, YamlMapping key) {
        return new KeyRequest(
                organisation,
                List.copyOf(texts(key, "for")),
                key.text("purpose"),
                key.text("case"),
                new KeyLimits(
                        List.copyOf(texts(key, "wires")),
                        List.copyOf(texts(key, "places")),
                        moment(key, "from"),
                        moment(key, "expires")),
                key.word("sandbox", String::valueOf, List.of(true, false), false),
                label);
    }

    private List<DeclaredKey> keys(String organisation, YamlMapping from) {
        var all = new ArrayList<DeclaredKey>();
        var labels = new HashSet<String>();
        for (var item : items(from, "keys")) {
            var key = YamlMapping.read(reading, item, "a key", KEY);
            var id = key.text("id");
            var label = key.text("label");
            if (id == null && label == null) {
                reading.addMistake(item, "the key 'label' is missing: it says which key is meant");
            }
            if (label != null && !labels.add(label)) {
                reading.addMistake(item, "the label " + label + " is named twice; keep one");
            }
            all.add(new DeclaredKey(id, request(organisation, label, key), item));
        }
        return all;
    }

    private List<Node> items(YamlMapping from, String key) {
        var node = from.node(key);
        return node == null ? List.of() : reading.items(node, key);
    }

    private Set<String> texts(YamlMapping from, String key) {
        var all = new LinkedHashSet<String>();
        for (var item : items(from, key)) {
            var text = reading.text(item, key);
            if (text != null) {
                all.add(text);
            }
        }
        return all;
    }

    private static @Nullable Instant moment(YamlMapping from, String key) {
        return from.value(key, OrganisationsFile::moment, WHEN);
    }

    private static Instant moment(String text) {
        var at = text.contains("T")
                ? Instant.parse(text).truncatedTo(ChronoUnit.SECONDS)
                : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (Math.abs(at.getEpochSecond()) > 253_402_300_799L) {
            throw new DateTimeException(text);
        }
        return at;
    }
}
