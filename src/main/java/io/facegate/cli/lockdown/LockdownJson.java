package io.facegate.cli.lockdown;

import io.facegate.cli.CommandOutput;
import io.facegate.usecase.lockdown.LockdownCheck.Checked;
import io.facegate.usecase.lockdown.account.Hole;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A report as JSON values: one a hole, then one with the answer and what it rests on. */
final class LockdownJson {
    private LockdownJson() {}

    static void write(Checked checked, Consumer<Map<String, @Nullable Object>> out) {
        checked.report().holes().forEach(hole -> out.accept(fields(hole)));
        out.accept(CommandOutput.fields(
                "vendor", checked.vendor().word(),
                "closed", checked.isClosed(),
                "holes", checked.report().count(),
                "files", checked.files(),
                "sha256", checked.digest(),
                "looked_at", checked.report().seen(),
                "cannot_see", checked.report().unseen()));
    }

    private static Map<String, @Nullable Object> fields(Hole hole) {
        return CommandOutput.fields(
                "principal", hole.principal(),
                "operation", hole.operation(),
                "region", hole.region(),
                "path", hole.path(),
                "statement", hole.opening().statement(),
                "file", hole.opening().file(),
                "closes", hole.remedy());
    }
}
