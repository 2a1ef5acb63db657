package io.facegate.app.limits;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.gateway.limits.QuotaSet;
import io.facegate.usecase.registry.QuotasYaml;
import java.nio.file.Path;

/** Reads {@code quotas.yaml}, which applies only while the registry has no quotas. */
final class QuotasFile {
    private QuotasFile() {}

    /** @throws IllegalArgumentException with a sentence for the operator when the file is missing or malformed */
    static QuotaSet read(Path path) {
        var text = new StrictYamlFile(path, "docs/limits.md").content();
        return new QuotaSet(QuotasYaml.read(path.toString(), text));
    }
}
