package io.facegate.cli.policy;

import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.policy.format.FormattedFolder;
import io.facegate.policy.reading.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Formatter for a policy folder, in place. */
final class FolderFormatting {
    private final CommonOptions settings;
    private final CommandSpec spec;

    FolderFormatting(CommonOptions settings, CommandSpec spec) {
        this.settings = settings;
        this.spec = spec;
    }

    ExitCode run(boolean dryRun) {
        var files = PolicyFiles.read(settings.policies());
        var formatted = FormattedFolder.format(files);
        if (!dryRun) {
            formatted.changed().forEach(this::write);
        }
        if (settings.output().isJson()) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put(dryRun ? "would_change" : "changed", formatted.changed().keySet());
            fields.put("refused", formatted.refused());
            settings.output().printJson(fields);
        } else {
            formatted
                    .changed()
                    .keySet()
                    .forEach(name -> settings.output().print((dryRun ? "would change " : "formatted ") + name));
            int changed = formatted.changed().size();
            int left = files.size() - changed - formatted.refused().size();
            settings.output()
                    .print(changed + (dryRun ? " would change, " : " formatted, ") + left + " as they should be.");
        }
        formatted
                .refused()
                .forEach(mistake -> settings.output()
                        .printError(
                                settings.policies().resolve(mistake.toString()).toString()));
        boolean done =
                formatted.refused().isEmpty() && (!dryRun || formatted.changed().isEmpty());
        return done ? ExitCode.DONE : ExitCode.POLICY_TEST_FAILED;
    }

    /** Writes a file atomically, since a server may be reading the folder. */
    private void write(String name, byte[] bytes) {
        var file = settings.policies().resolve(name);
        var beside = settings.policies().resolve('.' + name + ".new");
        try {
            Files.write(beside, bytes);
            Files.move(beside, realPath(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException error) {
            throw new ParameterException(spec.commandLine(), "--format: cannot write " + file + ": " + error, error);
        }
    }

    private static Path realPath(Path file) throws IOException {
        return file.toRealPath();
    }
}
