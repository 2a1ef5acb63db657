package io.facegate.cli;

import io.facegate.registry.ProposalMade;
import java.time.temporal.ChronoUnit;

/** Tells that a change became a proposal: nothing is changed yet, who may approve it, and until when. */
final class ProposalPrinter {
    private ProposalPrinter() {}

    static ExitCode print(ProposalMade made, CommandOutput output) {
        var proposal = made.proposal();
        var until = proposal.expires().truncatedTo(ChronoUnit.SECONDS).toString();
        var approvers = made.approvers();
        output.print(
                CommandOutput.fields(
                        "proposal",
                        proposal.id(),
                        "digest",
                        proposal.digest(),
                        "act",
                        proposal.act(),
                        "subject",
                        proposal.subject(),
                        "row",
                        proposal.row(),
                        "changes",
                        proposal.changes(),
                        "approvers",
                        approvers,
                        "expires",
                        until),
                sentences(made, until));
        return ExitCode.DONE;
    }

    private static String sentences(ProposalMade made, String until) {
        var proposal = made.proposal();
        var approvers = made.approvers();
        return "Proposed, and not changed yet: " + proposal.kind().description()
                + " takes a second person. It would change " + proposal.row() + ".\n"
                + "Proposal " + proposal.id() + ", digest " + proposal.digest() + '\n'
                + "Who may approve it, until " + until + ": "
                + (approvers.isEmpty() ? "nobody yet; register a second person" : String.join(", ", approvers))
                + ".\nTo look at it: proposal show " + proposal.id();
    }
}
