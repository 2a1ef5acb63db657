package io.facegate.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** cedar-java: Cedar's Rust engine over JNI, with its policy set cached. */
final class CedarEngine implements Engine {
    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final PolicySet policies;
    private final Entities none = new Entities();
    private final List<AuthorizationRequest> requests;

    CedarEngine(Corpus corpus) throws Exception {
        var all = new LinkedHashSet<Policy>();
        for (var rule : corpus.rules()) {
            var text = (rule.permits() ? "permit" : "forbid")
                    + "(principal, action, resource) when { context.provider == \"rekognition\" && context.organisation == \""
                    + rule.organisation() + "\" && " + in(rule.purposes(), "purpose") + " && "
                    + in(rule.capabilities(), "capability") + " };";
            all.add(new Policy(text, "r" + rule.number()));
        }
        policies = new PolicySet(all);
        policies.cache();
        requests = corpus.requests().stream().map(CedarEngine::request).toList();
    }

    private static String in(List<String> words, String attribute) {
        return words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(", ", "[", "]"))
                + ".contains(context." + attribute + ")";
    }

    private static AuthorizationRequest request(Corpus.Request asked) {
        Map<String, Value> context = new HashMap<>();
        context.put("provider", new PrimString("rekognition"));
        context.put("organisation", new PrimString(asked.organisation()));
        context.put("purpose", new PrimString(asked.purpose()));
        context.put("capability", new PrimString(asked.capability()));
        return new AuthorizationRequest(
                EntityUID.parse("Organisation::\"acme\"").orElseThrow(),
                EntityUID.parse("Action::\"call\"").orElseThrow(),
                EntityUID.parse("Api::\"face\"").orElseThrow(),
                Optional.of(context),
                Optional.empty(),
                false);
    }

    @Override
    public boolean permits(int request) {
        try {
            return engine.isAuthorized(requests.get(request), policies, none)
                    .success
                    .orElseThrow()
                    .isAllowed();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
