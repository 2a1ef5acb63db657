package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationState;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A command on the registry. */
public abstract class RegistrySubcommand extends FacegateCommand {
    /** The registry, used by the user of this machine. */
    protected RegistryAccess registry() {
        return registry(null);
    }

    /** The registry, used by a person. */
    protected final RegistryAccess registry(@Nullable ActingPerson person) {
        return new RegistryAccess(settings.registry(), settings.ledger(), person);
    }

    /** An organisation's line; in columns only a state other than verified is named. */
    final Map<String, @Nullable Object> toFields(Organisation one) {
        var line = RegistryLines.toFields(one);
        if (!output().isJson()) {
            line.remove("state", OrganisationState.VERIFIED.code());
        }
        return line;
    }

    /** Prints warnings beside the output. */
    final void warn(List<String> warnings) {
        warnings.forEach(warning -> output().printError("Warning: " + warning));
    }

    /** Prints one entry. */
    protected final ExitCode print(Map<String, @Nullable Object> entry) {
        output().printEntries(List.of(entry));
        return ExitCode.DONE;
    }

    /** Prints entries, and marks those that do not verify: their content may be anything. */
    protected final <T> ExitCode print(
            List<CheckedEntry<T>> entries, Function<T, Map<String, @Nullable Object>> fields) {
        var lines = new ArrayList<Map<String, @Nullable Object>>();
        for (var each : entries) {
            var line = fields.apply(each.entry());
            if (each.altered()) {
                line.put("altered", true);
            }
            lines.add(line);
        }
        output().printEntries(lines);
        return entries.stream().noneMatch(CheckedEntry::altered)
                ? ExitCode.DONE
                : fail(
                        ExitCode.LEDGER_DOES_NOT_VERIFY,
                        "Entries marked as altered were changed outside Facegate and are ignored. See: facegate"
                                + " registry verify, and docs/identity.md, Changed rows.");
    }
}
