package io.facegate.policy.pdp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * AuthZEN 1.0 evaluation request: subject, action, resource, and the attributes that policies read. Contains no
 * picture, gallery name, case id or secret.
 */
final class AuthzenQuestion {
    private AuthzenQuestion() {}

    static byte[] of(Caller caller, FaceCall call, Instant now, String policies) throws IOException {
        var body = JsonMappers.PLAIN.createObjectNode();
        subject(body.putObject("subject"), caller);
        action(body.putObject("action"), call);
        resource(body.putObject("resource"), caller, call);
        var context = body.putObject("context").put("time", now.toString());
        words(context.putArray("evidence"), caller.context().evidence());
        context.put("policies", policies).put("gateway", "facegate");
        return JsonMappers.PLAIN.writeValueAsBytes(body);
    }

    private static void subject(ObjectNode subject, Caller caller) {
        var own = caller.organisation();
        subject.put("type", "organisation").put("id", own.id());
        var properties = subject.putObject("properties").put("organisation_type", own.type());
        var chain = properties.putArray("chain");
        for (Organisation principal : caller.principals()) {
            chain.addObject().put("id", principal.id()).put("type", principal.type());
        }
        words(properties.putArray("jurisdictions"), caller.places());
        if (caller.purpose() != null) {
            properties.put("purpose", caller.purpose());
        }
    }

    private static void action(ObjectNode action, FaceCall call) {
        var facts = call.facts();
        var properties = action.put("name", call.operation()).putObject("properties");
        words(
                properties.putArray("capabilities"),
                facts.capabilities().stream().map(Capability::code).toList());
        words(
                properties.putArray("references"),
                facts.references().stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .toList());
        if (facts.threshold() != null) {
            properties.put("threshold", facts.threshold());
        }
    }

    private static void resource(ObjectNode resource, Caller caller, FaceCall call) {
        resource.put("type", "face_api").put("id", call.provider());
        var sources = attested(caller, "gallery_source");
        if (!sources.isEmpty()) {
            words(resource.putObject("properties").putArray("gallery_source"), sources);
        }
    }

    /** Values of a fact attested of the call, its caller and all principals. */
    private static Set<String> attested(Caller caller, String fact) {
        var all = new HashSet<>(caller.context().facts().getOrDefault(fact, List.of()));
        caller.chain().forEach(one -> all.addAll(one.facts().getOrDefault(fact, List.of())));
        return all;
    }

    private static void words(ArrayNode to, Collection<String> words) {
        words.stream().sorted().forEach(to::add);
    }
}
