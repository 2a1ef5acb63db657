package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.cli.FileArgument;
import io.facegate.usecase.registry.PlanProgress;
import io.facegate.usecase.registry.RegistryFiles;
import io.facegate.usecase.registry.RegistryPlan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate registry apply} and {@code export}: organisations and their keys as one file. */
final class RegistryFileCommands {
    private RegistryFileCommands() {}

    @Command(
            name = "apply",
            description = {
                "Adds and changes organisations as a YAML file says, and mints the keys that it names.",
                "What is registered and not in the file is drift: it is shown, and stays as it is. An organisation is"
                        + " closed only where the file says state: closed.",
                "If the file has a mistake, the message names its line, and nothing is changed."
            })
    static final class Apply extends RegistryChangeSubcommand {
        @Parameters(paramLabel = "FILE", converter = FileArgument.class, description = "The file of organisations.")
        private @Nullable Path file;

        @Option(names = "--plan", description = "Only shows what would be changed.")
        private boolean planOnly;

        @Option(
                names = "--keys-to",
                paramLabel = "FILE",
                description = "A new file for the secrets of minted keys, a JSON object a line. Only its owner can read"
                        + " it (mode 0600).")
        private @Nullable Path keysTo;

        @Override
        protected ExitCode run() {
            var files = new RegistryFiles(registry());
            if (file == null) {
                throw usageError("FILE is the file of organisations.");
            }
            if (planOnly) {
                var plan = files.plan(file);
                plan.steps().forEach(this::print);
                output().printSummary(summary(plan));
                return ExitCode.DONE;
            }
            var applied = files.apply(file, keysTo);
            applied.done().steps().forEach(this::print);
            output().printSummary(summary(applied));
            if (applied.proposal() != null) {
                throw applied.proposal();
            }
            return ExitCode.DONE;
        }

        private String summary(PlanProgress applied) {
            if (applied.proposal() == null) {
                return summary(applied.done());
            }
            return (applied.done().isEmpty() ? "Nothing is changed yet." : summary(applied.done())) + " Waiting: "
                    + applied.organisations() + " organisations, " + applied.keys()
                    + " keys. One of these changes takes a second person. Once it is approved, run the same command"
                    + " again.";
        }

        private void print(RegistryPlan.Step step) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            step.fields().forEach((name, each) -> {
                var difference = new LinkedHashMap<String, @Nullable Object>();
                difference.put("before", each.before());
                difference.put("after", each.after());
                fields.put(name, difference);
            });
            var line = new LinkedHashMap<String, @Nullable Object>();
            line.put("act", step.act());
            line.put("subject", step.subject());
            line.put("fields", fields);
            output().print(line, text(step));
        }

        private static String text(RegistryPlan.Step step) {
            var text = new StringBuilder(step.act()).append(' ').append(step.subject());
            boolean shown = !step.act().equals("add");
            for (Map.Entry<String, RegistryPlan.Difference> field : shown
                    ? step.fields().entrySet()
                    : Map.<String, RegistryPlan.Difference>of().entrySet()) {
                text.append("  ").append(field.getKey()).append(": ");
                var before = field.getValue().before();
                if (before != null) {
                    text.append(before).append(" -> ");
                }
                text.append(
                        field.getValue().after() == null
                                ? "none"
                                : field.getValue().after());
            }
            return text.toString();
        }

        private String summary(RegistryPlan plan) {
            var drift = plan.drift().isEmpty()
                    ? ""
                    : " Not in the file, and left as they are: " + plan.drift().size() + '.';
            if (plan.isEmpty()) {
                return "Nothing to change." + drift;
            }
            long added = plan.organisations().stream()
                    .filter(one -> one.before() == null)
                    .count();
            return (planOnly ? "To do: " : "Done: ") + added + " organisations added, "
                    + (plan.organisations().size() - added) + " changed, "
                    + plan.keys().size() + " keys minted, "
                    + plan.unchanged() + " unchanged." + drift;
        }
    }

    @Command(
            name = "export",
            description = {
                "Prints what is registered as a file for registry apply, without secrets.",
                "Applying it changes nothing."
            })
    static final class Export extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            output().print(new RegistryFiles(registry()).export().stripTrailing());
            return ExitCode.DONE;
        }
    }
}
