package io.facegate.bench;

import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.CoreEnforcer;
import org.casbin.jcasbin.main.Enforcer;

/** jCasbin: one policy row per organisation, purpose and capability that a rule names. */
final class CasbinEngine implements Engine {
    private static final String MODEL = """
            [request_definition]
            r = organisation, purpose, capability

            [policy_definition]
            p = organisation, purpose, capability, eft

            [policy_effect]
            e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

            [matchers]
            m = r.organisation == p.organisation && r.purpose == p.purpose && r.capability == p.capability
            """;

    private final Enforcer enforcer = new Enforcer(CoreEnforcer.newModel(MODEL));
    private final List<Corpus.Request> requests;

    CasbinEngine(Corpus corpus) {
        var rows = new ArrayList<List<String>>();
        for (var rule : corpus.rules()) {
            for (var purpose : rule.purposes()) {
                for (var capability : rule.capabilities()) {
                    rows.add(List.of(rule.organisation(), purpose, capability, rule.permits() ? "allow" : "deny"));
                }
            }
        }
        for (var row : rows) {
            enforcer.addPolicy(row);
        }
        requests = corpus.requests();
    }

    @Override
    public boolean permits(int request) {
        var asked = requests.get(request);
        return enforcer.enforce(asked.organisation(), asked.purpose(), asked.capability());
    }
}
