package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.registry.Proposal;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.policy.PolicyInspection;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryLines;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate proposal}: shows, approves and rejects changes that wait for a second person. */
@Command(
        name = "proposal",
        description = {
            "Shows changes that wait for a second person, and approves or rejects them.",
            "Where approvals are two, a change that permits more becomes a proposal. Another registered person with the"
                    + " right approves it by its digest, within 72 hours. One person is enough to reject it."
        },
        footer = {
            "",
            "Examples:",
            "  facegate proposal list",
            "  facegate proposal show p-7hq2v9wkx4cd",
            "  facegate proposal approve p-7hq2v9wkx4cd --digest SHA256 --by a.lee --reason 'Seen the contract.'",
            "  facegate proposal reject p-7hq2v9wkx4cd --by a.lee --reason 'No contract.'"
        },
        subcommands = {
            ProposalCommand.ListAll.class,
            ProposalCommand.Show.class,
            ProposalCommand.Approve.class,
            ProposalCommand.Reject.class
        })
public final class ProposalCommand extends RegistryCommand {
    @Command(name = "list", description = "Lists proposals, newest first, decided ones too.")
    static final class ListAll extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            var now = Instant.now();
            output().printEntries(new Proposals(registry())
                    .list().stream()
                            .map(one -> RegistryLines.toFields(one, now))
                            .toList());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "show",
            description = {
                "Shows exactly what a proposal changes, who proposed it, why, and its digest.",
                "For an organisation or an exemption it also tells what these policies (--policies) would permit that"
                        + " they refuse now."
            })
    static final class Show extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The proposal.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var proposal = new Proposals(registry()).get(id);
            var permitted = newlyPermitted(proposal, now);
            if (output().isJson()) {
                var fields = RegistryLines.toFields(proposal, now);
                fields.put("row", proposal.row());
                fields.put("reason", proposal.reason());
                fields.put("changes", proposal.changes());
                fields.put("newlyPermitted", permitted);
                fields.put("document", proposal.document());
                return print(fields);
            }
            describe(proposal, now);
            if (proposal.policiesAfter() != null) {
                output().print("To compare the policies: facegate policy diff --proposal " + proposal.id());
            }
            if (proposal.organisationAfter() != null || proposal.exemptionAfter() != null) {
                output().print(
                                permitted == null
                                        ? "What would become permitted was not computed: the policies are not at hand"
                                                + " (--policies DIR), or the organisation does not verify."
                                        : permitted.isEmpty()
                                                ? "Without evidence, nothing would become permitted that these policies"
                                                        + " refuse now."
                                                : "Would become permitted (calls without evidence): "
                                                        + String.join(", ", permitted) + '.');
            }
            return ExitCode.DONE;
        }

        private void describe(Proposal proposal, Instant now) {
            output().print("Proposal " + proposal.id() + ": " + proposal.status(now) + ". It is about "
                    + proposal.kind().description() + ": " + proposal.act() + ' ' + proposal.subject()
                    + ". It changes " + proposal.row() + '.');
            proposal.changes().forEach(line -> output().print("  " + DisplayText.forTerminal(line)));
            output().print("Proposed by " + proposal.proposer() + " because: "
                    + DisplayText.forTerminal(proposal.reason()));
            output().print("Proposed at " + proposal.created() + ", to be approved before " + proposal.expires() + '.');
            output().print("Digest " + proposal.digest());
        }

        private @Nullable List<String> newlyPermitted(Proposal proposal, Instant now) {
            if (!Files.isDirectory(settings.policies())) {
                return null;
            }
            try {
                return new Proposals(registry())
                        .newlyPermitted(proposal, PolicyInspection.load(settings.policies()), now);
            } catch (PolicyErrors mistaken) {
                return null;
            }
        }
    }

    @Command(
            name = "approve",
            description = {
                "Approves a proposal, and makes its change. The one who proposed it cannot.",
                "Look at it first: the digest that you give must be its own. If it is interrupted, run it again."
            })
    static final class Approve extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The proposal.")
        private String id = "";

        @Option(names = "--digest", required = true, paramLabel = "SHA256", description = "The digest that was shown.")
        private String digest = "";

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            return gateway == null
                    ? print(RegistryLines.toFields(new Proposals(registry()).approve(id, digest), Instant.now()))
                    : print(gateway.send("POST", path("proposals", id, "approve"), body("digest", digest)));
        }
    }

    @Command(name = "reject", description = "Rejects a proposal. Whoever proposed it can withdraw it so.")
    static final class Reject extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The proposal.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            return gateway == null
                    ? print(RegistryLines.toFields(new Proposals(registry()).reject(id), Instant.now()))
                    : print(gateway.send("POST", path("proposals", id, "reject"), null));
        }
    }
}
