package io.facegate.usecase.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.facegate.identity.KeyLimits;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import io.facegate.registry.BulkRegistration;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.RegistryException.Unacceptable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is exported is read as it was, whatever is registered. */
class OrganisationsFileTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final List<String> TEXTS = List.of(
            "Hope",
            "null",
            "~",
            "yes",
            "- a",
            "a: b",
            "a #b",
            "'quoted'",
            "\"double\" \\ back",
            "{x}",
            "[y]",
            "*alias",
            "&anchor",
            "!tag",
            "%YAML",
            "|",
            ">",
            "?",
            "2026-01-01",
            "1e3",
            "0x1f",
            "Zoë Ærø",
            "漢字 😀",
            "a\u2028b",
            "\uFEFFb",
            "\uFFFEc",
            "a:",
            "---",
            "...",
            "@at",
            "`tick",
            "a,b");

    private final Random random = new Random(20261127);

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private @Nullable String maybe(String value) {
        return random.nextBoolean() ? value : null;
    }

    private @Nullable Instant maybe(Instant value) {
        return random.nextBoolean() ? value : null;
    }

    private <T> Set<T> some(List<T> of) {
        var all = new HashSet<T>();
        of.forEach(each -> {
            if (random.nextBoolean()) {
                all.add(each);
            }
        });
        return all;
    }

    private Organisation organisation(int number) {
        var purposes = new HashMap<String, PurposeTerms>();
        for (var purpose : some(List.of("missing_child", "missing_person", "research_benchmark"))) {
            purposes.put(
                    purpose,
                    random.nextBoolean()
                            ? PurposeTerms.NONE
                            : new PurposeTerms(
                                    maybe(one(TEXTS)),
                                    maybe(one(TEXTS)),
                                    maybe(NOW.minusSeconds(random.nextInt(1_000_000))),
                                    maybe(NOW.plusSeconds(1 + random.nextInt(1_000_000)))));
        }
        var facts = new HashMap<String, List<String>>();
        some(List.of("camera", "place_type")).forEach(name -> facts.put(name, List.of("fixed")));
        facts.remove("place_type");
        return Organisation.builder("org-" + number, one(List.of("nonprofit", "bank", "law_enforcement.police")))
                .name(one(TEXTS))
                .jurisdictions(List.copyOf(some(List.of("US-OR", "US", "US-OR/portland"))))
                .purposeTerms(purposes)
                .facts(facts)
                .state(one(List.of(OrganisationState.values())))
                .verification(
                        random.nextBoolean()
                                ? null
                                : new OrganisationVerification(
                                        "site_visit", one(TEXTS), one(TEXTS), NOW, maybe(NOW.plusSeconds(1))))
                .relations(new OrganisationRelations(
                        number > 0 ? maybe("org-" + (number - 1)) : null,
                        number > 0 ? some(List.of("org-0")) : Set.of(),
                        maybe(one(TEXTS))))
                .upstreamRole(maybe("arn:aws:iam::123456789012:role/hope"))
                .resources(some(List.of(
                        new RegisteredResource(io.facegate.call.FaceCall.Reference.S3_OBJECT, "films-1"),
                        new RegisteredResource(io.facegate.call.FaceCall.Reference.URL, "https://a.example.org"))))
                .build();
    }

    private List<KeyEntry> keys(Organisation one, int number) {
        var all = new ArrayList<KeyEntry>();
        for (int at = 0; one.state() != OrganisationState.CLOSED && at < random.nextInt(3); at++) {
            var request = new KeyRequest(
                            one.id(),
                            List.copyOf(one.relations().actsFor()),
                            null,
                            maybe("26-4711"),
                            null,
                            random.nextBoolean())
                    .withLimits(new KeyLimits(
                            List.copyOf(some(List.of("rekognition", "facegate"))),
                            List.copyOf(some(List.of("US-OR", "US-OR/portland"))),
                            maybe(NOW.plusSeconds(9)),
                            maybe(NOW.plusSeconds(99))))
                    .withLabel(maybe("label-" + at));
            all.add(new KeyEntry("FGAK" + number + 'X' + at, request, NOW, null));
        }
        return all;
    }

    private static RegistryPlan plan(String file, List<Organisation> known, List<KeyEntry> keys) {
        var content = OrganisationsFile.read("organisations.yaml", file.getBytes(StandardCharsets.UTF_8));
        var plan = new RegistryPlanner(content.reading(), known, keys, NOW).plan(content.organisations());
        content.requireNoMistakes();
        return plan;
    }

    @Test
    void anExportAppliedIsNoChangeAndFitsTheSchema() throws IOException {
        var schema = schema();
        for (int round = 0; round < 200; round++) {
            var known = new ArrayList<Organisation>();
            var keys = new ArrayList<KeyEntry>();
            for (int number = 0; number < random.nextInt(4); number++) {
                var one = organisation(number);
                known.add(one);
                keys.addAll(keys(one, number));
            }
            var file = RegistryFiles.export(known, keys, NOW);
            var plan = plan(file, known, keys);
            assertThat(plan.isEmpty()).as(file + plan.steps()).isTrue();
            assertThat(plan.drift()).as(file).isEmpty();
            assertThat(plan.unchanged()).isEqualTo(known.size());
            assertThat(schema.validate(new ObjectMapper()
                            .valueToTree(new Load(LoadSettings.builder()
                                            .setSchema(new org.snakeyaml.engine.v2.schema.FailsafeSchema())
                                            .build())
                                    .loadFromString(file))))
                    .as(file)
                    .isEmpty();
        }
    }

    /** A broken control: the comparison sees each field that differs. */
    @Test
    void anExportOfSomethingElseIsAChange() {
        int changed = 0;
        for (int round = 0; round < 100; round++) {
            var one = organisation(0);
            var other = organisation(0);
            if (BulkRegistration.isSame(one, other) || one.state() != other.state()) {
                continue;
            }
            changed++;
            if (one.state() == OrganisationState.CLOSED) {
                assertThatThrownBy(() ->
                                plan(RegistryFiles.export(List.of(one), List.of(), NOW), List.of(other), List.of()))
                        .isInstanceOf(Unacceptable.class);
                continue;
            }
            var plan = plan(RegistryFiles.export(List.of(one), List.of(), NOW), List.of(other), List.of());
            assertThat(plan.organisations()).hasSize(1);
            assertThat(plan.steps().getFirst().fields()).isNotEmpty();
        }
        assertThat(changed).isGreaterThan(10);
    }

    @Test
    void theSchemaRefusesWhatTheReaderRefuses() throws IOException {
        for (var wrong : List.of(
                "organisations:\n- id: hope\n  name: H\n  type: nonprofit\n  stat: closed",
                "organisations:\n- id: Hope\n  name: H\n  type: nonprofit",
                "organisations:\n- id: hope\n  name: H\n  type: nonprofit\n  state: open",
                "organisations:\n- id: hope\n  name: H\n  type: nonprofit\n  keys: [{purpose: missing_child}]",
                "organisations:\n- id: hope\n  name: H\n  type: nonprofit\n  verification: {kind: visit}",
                "organisations:\n- {id: hope, type: nonprofit}",
                "organizations: []")) {
            assertThat(schema().validate(new ObjectMapper()
                            .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(wrong))))
                    .as(wrong)
                    .isNotEmpty();
            assertThatThrownBy(() -> plan(wrong, List.of(), List.of())).isInstanceOf(Unacceptable.class);
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schema/organisations.json")));
    }
}
