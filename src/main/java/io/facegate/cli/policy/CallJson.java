package io.facegate.cli.policy;

import io.facegate.policy.proof.model.CheckedExample;
import io.facegate.policy.testing.TestParty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of the example calls that proofs produce. */
final class CallJson {
    private CallJson() {}

    static Map<String, @Nullable Object> fields(CheckedExample heard) {
        var question = heard.call().question();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("caller", party(question.caller()));
        fields.put(
                "on_behalf_of",
                question.principals().stream().map(CallJson::party).toList());
        fields.put("purpose", question.purpose());
        fields.put("provider", question.requested().provider());
        fields.put(
                "capabilities",
                question.requested().capabilities().stream()
                        .map(capability -> capability.code())
                        .sorted()
                        .toList());
        fields.put("facts", heard.call().facts());
        fields.put("at", question.now().toString());
        fields.put("verdict", heard.isPermitted() ? "permit" : "refuse");
        fields.put("rule", heard.rule());
        fields.put("sentence", heard.call().toString());
        return fields;
    }

    private static Map<String, Object> party(TestParty party) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("organisation", party.type());
        fields.put("id", party.id());
        fields.put("jurisdictions", party.jurisdictions());
        fields.put("established_in", party.established());
        return fields;
    }
}
