package io.facegate.fuzz;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.reading.PolicyReader;
import java.util.Arrays;
import java.util.Map;

/** The files of a folder of policies; the first byte says which of the three kinds. */
public final class YamlFuzzer {
    private static final String[] NAMES = {"a.yaml", "invariants.yaml", "overrides.yaml"};

    private YamlFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var name = NAMES[(bytes[0] & 0xff) % NAMES.length];
        var file = Arrays.copyOfRange(bytes, 1, bytes.length);
        Claim.decodes(PolicyErrors.class, () -> {
            try {
                var policySet = PolicyReader.read(Map.of(name, file));
                Claim.that(
                        policySet
                                .digest()
                                .equals(PolicyReader.read(Map.of(name, file)).digest()),
                        "read twice, the same");
            } catch (PolicyErrors errors) {
                Claim.that(!errors.mistakes().isEmpty(), "what is wrong is named");
                throw errors;
            }
        });
    }
}
