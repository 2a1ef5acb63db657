package io.facegate.bench;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.reading.PolicyReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Facegate: typed YAML, compiled to bitsets. */
final class FacegateEngine implements Engine {
    private static final int A_PACK = 2000;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final PolicyEngine policies;
    private final List<Caller> callers = new ArrayList<>();
    private final List<FaceCall> calls = new ArrayList<>();

    FacegateEngine(Corpus corpus) {
        policies = PolicyEngine.of(PolicyReader.read(files(corpus)));
        for (var request : corpus.requests()) {
            var organisation = Organisation.builder("acme", request.organisation())
                    .name("Acme")
                    .jurisdictions(List.of("US-OR"))
                    .build();
            callers.add(new Caller(organisation, List.of(), request.purpose(), List.of("US-OR"), "sigv4", "key", null));
            var capability = Objects.requireNonNull(Capability.fromCode(request.capability()));
            calls.add(new FaceCall(
                    "rekognition",
                    "Operation",
                    FaceCall.Facts.of(Set.of(capability)),
                    new NormalizedRequest.VendorSpecific("a benchmark"),
                    Map.of(),
                    null));
        }
    }

    /** The rules as packs, by file name. */
    static SortedMap<String, byte[]> files(Corpus corpus) {
        var packs = new TreeMap<String, StringBuilder>();
        for (var rule : corpus.rules()) {
            var id = "pack-" + rule.number() / A_PACK;
            packs.computeIfAbsent(id, FacegateEngine::head).append(text(rule));
        }
        var files = new TreeMap<String, byte[]>();
        packs.forEach((id, text) -> files.put(id + ".yaml", text.toString().getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    private static StringBuilder head(String id) {
        return new StringBuilder("pack: " + id + "\ntitle: A benchmark\nbinds: Everybody.\nrules:\n");
    }

    private static String text(Corpus.Rule rule) {
        var text = "  - id: r" + rule.number() + "\n    effect: " + (rule.permits() ? "permit" : "refuse")
                + "\n    match: {provider: rekognition, organisation: " + rule.organisation() + ", purpose: "
                + rule.purposes() + ", capability: " + rule.capabilities() + "}\n";
        return rule.permits()
                ? text
                : text + "    reason: {code: no, text: No.}\n    citation: {ref: A law, checked: 2026-11-24}\n";
    }

    Decision decide(int request) {
        return policies.decide(callers.get(request), calls.get(request), NOW);
    }

    @Override
    public boolean permits(int request) {
        return decide(request) instanceof Decision.Permit;
    }
}
