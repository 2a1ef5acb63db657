package io.facegate.cli.registry;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.registry.Approvals;
import io.facegate.usecase.registry.People;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code facegate registry approvals}: tells or sets how many people it takes to change what permits more. */
@Command(
        name = "approvals",
        description = {
            "Tells or sets how many people it takes to change what permits more: one, or two.",
            "With two, such a change becomes a proposal that another person must approve. One person is enough to"
                    + " suspend, revoke, remove and reject. It takes two people to go back to one."
        },
        footer = {"", "Examples:", "  facegate registry approvals", "  facegate registry approvals two --by m.roe"})
final class RegistryApprovalsCommand extends RegistryChangeSubcommand {
    @Parameters(arity = "0..1", paramLabel = "one|two", description = "How many from now on. Without it, tells.")
    private @Nullable String number;

    @Override
    protected ExitCode run() {
        var people = new People(registry());
        var now = number == null ? people.approvals() : people.change(Approvals.parse(number));
        output().print(CommandOutput.fields("approvals", now.word()), "Approvals: " + now.word() + '.');
        return ExitCode.DONE;
    }
}
