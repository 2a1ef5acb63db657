package io.facegate.cli;

import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints compile errors of policies, for all policy commands. */
public final class CompileErrorPrinter {
    private CompileErrorPrinter() {}

    /** Prints every mistake of the policies in a folder, and returns the exit code. A missing folder is a usage error. */
    public static ExitCode print(PolicyErrors errors, Path folder, CommandOutput output) {
        for (var mistake : errors.mistakes()) {
            if (output.isJson()) {
                output.printJson(fields(mistake));
            } else {
                output.printError(location(folder, mistake));
            }
        }
        int count = errors.mistakes().size();
        output.printError(count == 1 ? "1 mistake." : count + " mistakes.");
        return Files.isDirectory(folder) ? ExitCode.DOES_NOT_COMPILE : ExitCode.USAGE;
    }

    private static String location(Path dir, PolicyMistake mistake) {
        return mistake.file().equals(dir.toString())
                ? mistake.toString()
                : dir.resolve(mistake.toString()).toString();
    }

    private static Map<String, Object> fields(PolicyMistake mistake) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", mistake.file());
        fields.put("line", mistake.line());
        fields.put("column", mistake.column());
        fields.put("message", mistake.message());
        return fields;
    }
}
