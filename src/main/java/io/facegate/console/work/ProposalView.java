package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.Proposal;
import io.facegate.registry.Right;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.PermissionGain;
import io.facegate.usecase.registry.Proposals;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A proposal on its page.
 *
 * @param permitted what would become permitted, by the policies in force; null if that is not the question
 * @param mayApprove whether the visitor may approve it now
 * @param mayReject whether the visitor may reject it now
 * @param why the sentence that says why the visitor may not approve it; empty if the visitor may
 */
record ProposalView(
        PageLanguage speech,
        Proposal proposal,
        @Nullable List<PermissionGain> permitted,
        WorkClock clock,
        boolean mayApprove,
        boolean mayReject,
        String why) {
    /** Fields that have words of their own. */
    private static final Set<String> NAMED = Set.of(
            "name",
            "type",
            "jurisdictions",
            "purposes",
            "suspended",
            "roles",
            "login_issuer",
            "login_subject",
            "org",
            "capability",
            "purpose",
            "places",
            "from",
            "until",
            "evidence",
            "actsfor",
            "value",
            "state",
            "granted_by");

    /** Fields whose words have titles, by field. */
    private static final Map<String, String> TITLED =
            Map.of("purpose", WordTitles.PURPOSE, "capability", WordTitles.CAPABILITY, "type", WordTitles.ORGANISATION);

    static ProposalView of(
            PageLanguage speech, ConsoleVisitor visitor, WorkServices services, Proposal proposal, Instant now) {
        boolean open = proposal.isOpen(now);
        var why = refusal(visitor, proposal, open);
        return new ProposalView(
                speech,
                proposal,
                open ? Proposals.newlyPermitted(proposal, services.policies(), now) : null,
                new WorkClock(speech, now),
                why.isEmpty(),
                open && visitor.isPerson() && visitor.may(Right.STOP),
                why.isEmpty() ? "" : speech.say(why));
    }

    /** The key of why the visitor may not approve; empty if nothing stands against it. */
    private static String refusal(ConsoleVisitor visitor, Proposal proposal, boolean open) {
        if (!open) {
            return "work.proposal.closed";
        }
        var person = visitor.person();
        if (person == null) {
            return "work.local";
        }
        if (person.id().equals(proposal.proposer())) {
            return "work.proposal.own";
        }
        return proposal.canBeApprovedBy(person) ? "" : "work.proposal.stranger";
    }

    /** The key of the kind's name. */
    static String kindKey(Proposal one) {
        return "work.kind." + one.kind().name().toLowerCase(Locale.ROOT);
    }

    public String kind() {
        return speech.say(kindKey(proposal));
    }

    public String id() {
        return proposal.id();
    }

    public String address() {
        return "/console/work/proposals/" + id();
    }

    public String digest() {
        return proposal.digest();
    }

    public String subject() {
        return DisplayText.forPage(proposal.subject());
    }

    public String row() {
        return DisplayText.forPage(proposal.row());
    }

    public String proposer() {
        return DisplayText.forPage(proposal.proposer());
    }

    public String reason() {
        return DisplayText.forPage(proposal.reason());
    }

    public String state() {
        return speech.say("work.proposal." + proposal.status(clock.now()));
    }

    public String decidedBy() {
        var by = proposal.decidedBy();
        var when = proposal.decided();
        return by == null
                ? ""
                : DisplayText.forPage(by) + (when == null ? "" : ", " + speech.time("time.minutes", when));
    }

    public String since() {
        return clock.since(proposal.created());
    }

    public String until() {
        return clock.until(proposal.expires());
    }

    /**
     * A field before and after, as the page shows it.
     *
     * @param code the column's own name
     */
    record FieldLine(String name, String code, String before, String after) {}

    public List<FieldLine> fields() {
        return proposal.fieldChanges().stream()
                .map(one -> new FieldLine(
                        NAMED.contains(one.field()) ? speech.say("work.field." + one.field()) : "",
                        DisplayText.forPage(one.field()),
                        text(one.field(), one.before()),
                        text(one.field(), one.after())))
                .toList();
    }

    private String text(String field, @Nullable String value) {
        var kind = TITLED.get(field);
        if (value == null) {
            return "";
        }
        return DisplayText.forPage(
                kind == null
                        ? value
                        : Stream.of(value.split(", ", -1))
                                .map(word -> speech.title(kind, word.split("=", 2)[0]) + " (" + word + ')')
                                .collect(Collectors.joining(", ")));
    }

    /** What would become permitted, a line each. */
    public List<String> uses() {
        return permitted == null
                ? List.of()
                : permitted.stream()
                        .map(use -> speech.fill(
                                "work.proposal.use",
                                speech.title(
                                        WordTitles.CAPABILITY, use.capability().code()),
                                speech.title(WordTitles.PURPOSE, use.purpose())))
                        .toList();
    }

    public boolean isOpen() {
        return proposal.isOpen(clock.now());
    }

    public boolean isAboutPermission() {
        return permitted != null;
    }

    public String command() {
        return "facegate proposal approve " + id() + " --digest " + digest() + " --by NAME --reason TEXT\n"
                + "facegate proposal reject " + id() + " --by NAME --reason TEXT";
    }
}
