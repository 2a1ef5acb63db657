package io.facegate.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.differential.Request.Credential;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Seeded request generator for every wire: valid requests by the build's operation tables, many of them mutated. */
final class RequestGenerator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROLOGUE = 400;
    private static final Pattern MAKES = Pattern.compile(
            "^(Create(Collection|User|Face|Large|Person|Project|Dataset|Stream)|Start[A-Z]|Add|Index|Async|POST"
                    + " /galleries)");
    private static final int CHANGED_PERCENT = 40;

    private final Random random;
    private final List<Caller> callers;
    private final List<Wire> wires;
    private final SampleValues values;
    private int number;

    RequestGenerator(long seed, List<Caller> callers, Build tables, Pictures pictures) throws IOException {
        this.random = new Random(seed);
        this.callers = callers;
        this.values = new SampleValues(pictures);
        this.wires = Wires.of(tables, values, pictures);
    }

    /** Generator for one wire. */
    interface Wire {
        /** Share of its requests, in percent. */
        int share();

        Draft draft(Random random);
    }

    /**
     * A valid request before mutation.
     *
     * @param json the body, if it is JSON
     * @param body the body, if it is not JSON
     */
    record Draft(
            String wire,
            String operation,
            String method,
            String target,
            List<Map.Entry<String, String>> headers,
            JsonNode json,
            byte[] body) {}

    /** Values learned from responses, so that later requests refer to existing resources. */
    SampleValues values() {
        return values;
    }

    Request next() {
        var caller = callers.get(random.nextInt(callers.size()));
        values.of(caller.organisation());
        var draft = number < PROLOGUE ? prologue() : wire().draft(random);
        var notes = new ArrayList<String>();
        var headers = new ArrayList<>(draft.headers());
        declare(headers, caller);
        byte[] body =
                draft.json() == null ? draft.body() : draft.json().toString().getBytes(StandardCharsets.UTF_8);
        var target = draft.target();
        var method = draft.method();
        var credential = usual(draft.wire());
        if (number >= PROLOGUE && random.nextInt(100) < CHANGED_PERCENT) {
            int kind = random.nextInt(20);
            if (kind < 9 && draft.json() instanceof ObjectNode tree) {
                body = RequestMutator.json(random, tree, notes).getBytes(StandardCharsets.UTF_8);
            } else if (kind < 12) {
                body = RequestMutator.bytes(random, body, notes);
            } else if (kind < 14) {
                target = RequestMutator.target(random, target, notes);
            } else if (kind < 17) {
                RequestMutator.headers(random, headers, notes);
            } else if (kind < 18) {
                method = List.of("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "POST")
                        .get(random.nextInt(7));
                notes.add("another method");
            } else {
                credential = Credential.values()[random.nextInt(Credential.values().length)];
                notes.add("another credential");
            }
        }
        return new Request(
                number++, draft.wire(), draft.operation(), method, target, headers, body, caller, credential, notes);
    }

    /** Draws a request that creates something: the first requests prepare resources for later ones. */
    private Draft prologue() {
        var draft = wire().draft(random);
        for (int tries = 0; tries < 200 && !MAKES.matcher(draft.operation()).find(); tries++) {
            draft = wire().draft(random);
        }
        return draft;
    }

    private Wire wire() {
        int share = random.nextInt(wires.stream().mapToInt(Wire::share).sum());
        for (var wire : wires) {
            share -= wire.share();
            if (share < 0) {
                return wire;
            }
        }
        throw new IllegalStateException();
    }

    private Credential usual(String wire) {
        int kind = random.nextInt(20);
        if (wire.equals("rekognition")) {
            return kind < 18 ? Credential.SIGV4 : kind == 18 ? Credential.BEARER_KEY : Credential.TOKEN;
        }
        return kind < 14 ? Credential.API_KEY : kind < 17 ? Credential.BEARER_KEY : Credential.TOKEN;
    }

    private void declare(List<Map.Entry<String, String>> headers, Caller caller) {
        int kind = random.nextInt(80);
        if (kind < 74 && !caller.purposes().isEmpty()) {
            headers.add(Map.entry(
                    "Facegate-Purpose",
                    caller.purposes().get(random.nextInt(caller.purposes().size()))));
        } else if (kind == 75) {
            headers.add(Map.entry("Facegate-Purpose", "suspect_identification"));
        }
        switch (random.nextInt(100)) {
            case 0 -> headers.add(Map.entry("Facegate-Place", "US-OR"));
            case 1 -> headers.add(Map.entry("Facegate-Place", "DE"));
            case 2 -> headers.add(Map.entry("Facegate-On-Behalf-Of", "hope-1"));
            case 3 -> headers.add(Map.entry("Facegate-Evidence", "e-1,e-2,nothing"));
            case 4, 5, 6, 7 -> headers.add(Map.entry("Facegate-Case", "case-1"));
            case 8 -> headers.add(Map.entry("Facegate-Case", "case-unknown"));
            default -> {}
        }
    }
}
