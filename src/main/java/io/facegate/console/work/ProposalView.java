package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LastDay;
import io.facegate.console.PageLanguage;
import io.facegate.identity.PurposeTerms;
import io.facegate.policy.vocabulary.WordTitles;
import io.facegate.registry.Proposal;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.PermissionGain;
import io.facegate.usecase.registry.Proposals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A proposal on its page.
 *
 * @param permitted what would become permitted, by the policies in force; null if that is not the question
 * @param inForce digest of the policies in force
 * @param mayReject whether the visitor may reject it now
 * @param why the sentence that says why the visitor may not approve it; empty if the visitor may
 */
record ProposalView(
        PageLanguage speech,
        Proposal proposal,
        @Nullable List<PermissionGain> permitted,
        String inForce,
        RelativeTimes clock,
        boolean mayReject,
        String why) {
    /** Fields that have words of their own, by column, with the key of these words. */
    private static final Map<String, String> NAMED = Map.ofEntries(
            Map.entry("name", "name"),
            Map.entry("type", "type"),
            Map.entry("jurisdiction", "jurisdictions"),
            Map.entry("suspended", "suspended"),
            Map.entry("role", "roles"),
            Map.entry("login_issuer", "login_issuer"),
            Map.entry("login_subject", "login_subject"),
            Map.entry("organisation", "org"),
            Map.entry("capability", "capability"),
            Map.entry("purpose", "purpose"),
            Map.entry("place", "places"),
            Map.entry("holds_from", "from"),
            Map.entry("holds_until", "last"),
            Map.entry("verified_on", "verified_on"),
            Map.entry("verified_until", "verified_until"),
            Map.entry("created", "created"),
            Map.entry("evidence", "evidence"),
            Map.entry("acts_for", "actsfor"),
            Map.entry("value", "value"),
            Map.entry("state", "state"),
            Map.entry("granted_by", "granted_by"),
            Map.entry("digest", "policies"),
            Map.entry("permits_more", "permits_more"));

    /** Columns with a moment, as seconds. */
    private static final Set<String> MOMENTS = Set.of("holds_from", "verified_on", "created", "added", "revoked");

    /** Columns with the first moment at which something does not count any more. */
    private static final Set<String> ENDS = Set.of("holds_until", "verified_until", "expires");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    /** Fields whose words have titles, by field. */
    private static final Map<String, String> TITLED =
            Map.of("purpose", WordTitles.PURPOSE, "capability", WordTitles.CAPABILITY, "type", WordTitles.ORGANISATION);

    static ProposalView of(
            PageLanguage speech, ConsoleVisitor visitor, WorkServices services, Proposal proposal, Instant now) {
        var proposals = new Proposals(services.access(visitor.name(), null));
        boolean open = proposal.isOpen(now);
        var why = refusal(visitor, proposal, open);
        return new ProposalView(
                speech,
                proposal,
                open ? proposals.newlyPermitted(proposal, services.policies(), now) : null,
                services.policies().digest(),
                new RelativeTimes(speech, now),
                open && mayReject(visitor, proposal),
                words(speech, why, proposal, open && mayReject(visitor, proposal)));
    }

    /** Why the visitor may not approve it, who may, and what the visitor may do instead. */
    private static String words(PageLanguage speech, String why, Proposal proposal, boolean mayReject) {
        if (why.isEmpty()) {
            return "";
        }
        if (!why.equals("work.proposal.stranger")) {
            return speech.say(why);
        }
        return speech.fill(why, approvers(speech, proposal))
                + (mayReject ? ' ' + speech.say("work.proposal.stranger.reject") : "");
    }

    /** The roles whose people may approve it. */
    static String approvers(PageLanguage speech, Proposal proposal) {
        return Stream.of(Role.values())
                .filter(proposal::isApprovedBy)
                .map(role -> speech.say("role." + role.word()))
                .collect(Collectors.joining(speech.say("or")));
    }

    private static boolean mayReject(ConsoleVisitor visitor, Proposal proposal) {
        var person = visitor.person();
        return person != null && proposal.canBeRejectedBy(person);
    }

    /** True if that visitor may approve an open proposal. */
    static boolean isApprovableBy(ConsoleVisitor visitor, Proposal proposal) {
        return refusal(visitor, proposal, true).isEmpty();
    }

    /** True if the visitor may approve it now. */
    public boolean mayApprove() {
        return why.isEmpty();
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
     * A field before and after, as the page shows it, a line for each value.
     *
     * @param code the column's own name
     */
    record FieldLine(String name, String code, List<String> before, List<String> after) {}

    public List<FieldLine> fields() {
        var before = proposal.purposesBefore();
        var after = proposal.purposesAfter();
        boolean registered = !before.isEmpty() || !after.isEmpty();
        return proposal.fieldChanges().stream()
                .map(one -> registered && one.field().equals("purpose")
                        ? new FieldLine(speech.say("work.field.purposes"), "purpose", terms(before), terms(after))
                        : line(one))
                .toList();
    }

    private FieldLine line(Proposal.FieldChange one) {
        var name = NAMED.get(one.field());
        return new FieldLine(
                name == null ? "" : speech.say("work.field." + name),
                DisplayText.forPage(one.field()),
                text(one.field(), one.before()),
                text(one.field(), one.after()));
    }

    /** Each purpose with what it rests on and when it counts. */
    private List<String> terms(SortedMap<String, PurposeTerms> purposes) {
        return purposes.entrySet().stream()
                .map(one -> DisplayText.forPage(titled(WordTitles.PURPOSE, one.getKey()) + terms(one.getValue())))
                .toList();
    }

    private String terms(PurposeTerms terms) {
        var told = new ArrayList<String>();
        add(told, "basis", terms.basis());
        add(told, "evidence", terms.evidence());
        add(told, "from", terms.from() == null ? null : day(terms.from()));
        add(
                told,
                "last",
                terms.until() == null ? null : LastDay.before(terms.until()).words(speech));
        return told.isEmpty() ? "" : speech.say("colon") + String.join(", ", told);
    }

    private void add(List<String> told, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            told.add(speech.fill("work.proposal.terms." + key, value));
        }
    }

    private String day(Instant moment) {
        return speech.time("time.day", moment);
    }

    private List<String> text(String field, @Nullable String value) {
        if (value == null) {
            return List.of();
        }
        var kind = TITLED.get(field);
        if (SECONDS.matcher(value).matches()) {
            var moment = Instant.ofEpochSecond(Long.parseLong(value));
            if (ENDS.contains(field)) {
                return List.of(LastDay.before(moment).words(speech));
            }
            if (MOMENTS.contains(field)) {
                return List.of(day(moment));
            }
        }
        return kind == null
                ? List.of(DisplayText.forPage(value))
                : Stream.of(value.split(", ", -1))
                        .map(word -> DisplayText.forPage(titled(kind, word)))
                        .toList();
    }

    private String titled(String kind, String word) {
        return speech.title(kind, word) + " (" + word + ')';
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

    /** The page that compares the proposed policies with those before them; empty if this proposes none. */
    public String comparison() {
        var after = proposal.policiesAfter();
        var before = proposal.policiesBefore();
        if (after == null || (before != null && !before.isKnown())) {
            return "";
        }
        return "/console/policies/history?from=" + (before == null ? inForce : before.digest()) + "&to="
                + after.digest();
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
