package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.usecase.delivery.PolicyBundle;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what a policy bundle is, for people or as JSON. */
final class BundlePrinter {
    private BundlePrinter() {}

    /** @param signers who signed it, with the label that says whether that was verified */
    static void print(CommandOutput output, PolicyBundle bundle, String label, List<String> signers) {
        var manifest = bundle.manifest();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("serial", manifest.serial());
        fields.put("policies", manifest.policies());
        fields.put("commit", manifest.commit());
        fields.put(
                "activation",
                manifest.activation() == null ? null : manifest.activation().toString());
        fields.put("bundle", bundle.id());
        fields.put(label, signers);
        if (output.isJson()) {
            output.printJson(fields);
        } else {
            fields.put("activation", manifest.activation() == null ? "at once" : manifest.activation());
            fields.put(label, String.join(", ", signers));
            fields.forEach(
                    (name, value) -> output.print(name.replace('_', ' ') + ": " + (value == null ? "none" : value)));
        }
    }
}
