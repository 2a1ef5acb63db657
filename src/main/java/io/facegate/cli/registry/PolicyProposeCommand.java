package io.facegate.cli.registry;

import io.facegate.cli.CompileErrorPrinter;
import io.facegate.cli.ExitCode;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.usecase.registry.ActivatedPolicies;
import io.facegate.usecase.registry.RegistryLines;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy propose}: proposes policies to all gateways of the registry. */
@Command(
        name = "propose",
        description = {
            "Stores policies in the registry by their digest, and activates them at all its gateways.",
            "If approvals are two and the policies permit more than the activated ones, they become a proposal. A"
                    + " second person reads it (proposal show) and approves it by the proposal's digest. The first"
                    + " policies of a registry always count as permitting more. Tests are not stored.",
            "From the first activation on, gateways of the registry take no policies from folders."
        },
        exitCodeList = {
            "0:activated, or proposed; the message says which",
            "1:a fault; nothing was changed, unless the message says so",
            "2:bad usage, or the policies are not accepted: an invariant is not proved, or they are already activated",
            "3:the policies do not compile"
        },
        footer = {
            "",
            "Examples:",
            "  facegate policy propose ./policies --by m.roe --reason 'Bank onboarding, ticket 812.'",
            "  facegate policy propose --digest SHA256 --by m.roe --reason 'Back, ticket 815.'"
        })
public final class PolicyProposeCommand extends GatewayChangeSubcommand {
    /** What is proposed: one of two. */
    static final class Source {
        @Parameters(paramLabel = "DIR", description = "The folder of the policies.")
        private @Nullable Path folder;

        @Option(
                names = "--digest",
                required = true,
                paramLabel = "SHA256",
                description = "The digest of policies that were proposed before. It is not the digest of a proposal.")
        private @Nullable String digest;
    }

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Override
    protected ExitCode run() {
        try {
            return propose();
        } catch (PolicyErrors errors) {
            return CompileErrorPrinter.print(errors, source.folder == null ? settings.data() : source.folder, output());
        }
    }

    private ExitCode propose() {
        require(acting.person().reason() != null, "Who proposes policies says why: --reason TEXT.");
        var folder = source.folder;
        var archive = folder == null ? new byte[0] : ActivatedPolicies.pack(folder);
        var digest = source.digest;
        var gateway = gateway();
        if (gateway != null) {
            return print(gateway.send(
                    "POST",
                    path("policies"),
                    digest == null
                            ? body("archive", Base64.getEncoder().encodeToString(archive))
                            : body("digest", digest)));
        }
        var policies = new ActivatedPolicies(registry());
        var activated = digest == null ? policies.propose(archive) : policies.proposeStored(digest);
        print(RegistryLines.toFields(activated));
        return done(
                "Activated: each gateway of the registry decides by these policies as soon as it has checked them.");
    }
}
