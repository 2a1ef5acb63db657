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
                    + " suspend, revoke, remove and reject. It takes two people to go back to one.",
            "Registering a second operator sets it to two, unless somebody has set it before."
        },
        footer = {"", "Examples:", "  facegate registry approvals", "  facegate registry approvals one --by m.roe"})
final class RegistryApprovalsCommand extends GatewayChangeSubcommand {
    private static final String APPROVALS = "approvals";

    @Parameters(arity = "0..1", paramLabel = "one|two", description = "How many from now on. Without it, tells.")
    private @Nullable String number;

    @Override
    protected ExitCode run() {
        if (number == null) {
            return print(new People(reading()).approvals());
        }
        var wanted = Approvals.parse(number);
        var gateway = gateway();
        return gateway == null
                ? print(new People(registry()).change(wanted))
                : print(gateway.replace(path(APPROVALS), body(APPROVALS, wanted.word())));
    }

    private ExitCode print(Approvals now) {
        output().print(CommandOutput.fields(APPROVALS, now.word()), "Approvals: " + now.word() + '.');
        return ExitCode.DONE;
    }
}
