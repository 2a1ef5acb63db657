package io.facegate.fuzz;

import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.witness.WitnessPolicy;
import java.nio.charset.StandardCharsets;

/** The file of {@code --witnesses}: whose cosignatures a checkpoint needs. */
public final class WitnessPolicyFuzzer {
    private WitnessPolicyFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        Claim.decodes(VerificationException.class, () -> {
            var policy = WitnessPolicy.parse(text);
            Claim.that(
                    policy.quorum().equals("none")
                            || policy.witnesses().containsKey(policy.quorum())
                            || policy.groups().containsKey(policy.quorum()),
                    "the quorum is of somebody who is named");
            policy.groups().forEach((name, group) -> {
                Claim.that(!policy.witnesses().containsKey(name), "a name is of one");
                Claim.that(
                        group.threshold() > 0
                                && group.threshold() <= group.members().size(),
                        "a group can be satisfied, and not by nobody");
            });
            for (var witness : policy.witnesses().values()) {
                var url = witness.url();
                Claim.that(url == null || url.getHost() != null, "an address of a machine");
            }
        });
    }
}
