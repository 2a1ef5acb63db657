package io.facegate.registry;

import java.util.List;

/** A change became a proposal: nothing is changed until another person approves it. */
public final class ProposalMade extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Proposal proposal;
    private final transient List<String> approvers;

    ProposalMade(Proposal proposal, List<String> approvers) {
        super("This takes a second person. The proposal is " + proposal.id() + '.', null, false, false);
        this.proposal = proposal;
        this.approvers = List.copyOf(approvers);
    }

    public Proposal proposal() {
        return proposal;
    }

    /** The ids of those who may approve it now. */
    public List<String> approvers() {
        return approvers;
    }
}
