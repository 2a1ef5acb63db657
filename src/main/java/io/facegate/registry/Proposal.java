package io.facegate.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.Organisation;
import io.facegate.identity.PurposeTerms;
import io.facegate.json.CanonicalJson;
import io.facegate.json.JsonMappers;
import io.facegate.registry.RegistryException.Unusable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits for a second person.
 *
 * @param document everything that is approved, as RFC 8785 canonical JSON: the exact change, who proposed it, why, and
 *     until when it can be approved
 * @param digest SHA-256 of the document in lowercase hex
 * @param decidedBy who approved or rejected it, or null
 */
public record Proposal(
        String id,
        String document,
        String digest,
        State state,
        @Nullable String decidedBy,
        @Nullable Instant decided) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The states of a proposal. */
    public enum State {
        WAITING,
        APPROVED,
        APPLIED,
        REJECTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Writes a proposal's document. */
    static Proposal create(String id, Draft draft) {
        var content = new TreeMap<String, Object>();
        content.put("id", id);
        // The digest is on record, and must not tell who is proposed to somebody who guesses.
        content.put("salt", salt());
        content.put("act", draft.change.change().act());
        content.put("subject", draft.change.change().subject());
        if (draft.change.change().person() != null) {
            content.put("person", draft.change.change().person());
        }
        content.put("table", draft.change.table().name());
        content.put("kind", draft.change.kind().name().toLowerCase(Locale.ROOT));
        if (draft.change.before() != null) {
            content.put("before", draft.change.before().toJson());
        }
        content.put("after", draft.change.after().toJson());
        content.put("proposer", draft.proposer);
        content.put("reason", draft.reason);
        content.put("created", draft.created.getEpochSecond());
        content.put("expires", draft.expires.getEpochSecond());
        var document = CanonicalJson.write(content);
        return new Proposal(id, document, digest(document), State.WAITING, null, null);
    }

    private static String salt() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What somebody proposes. */
    record Draft(ApprovalRequired.Wanted change, String proposer, String reason, Instant created, Instant expires) {}

    static Proposal of(RowColumns row) {
        var document = row.text("document");
        var digest = row.text("digest");
        if (!digest.equals(digest(document))) {
            throw new Unusable("The proposal " + row.text("id") + " does not have the digest of its content.");
        }
        return new Proposal(
                row.text("id"),
                document,
                digest,
                State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.optional("decided_by"),
                row.instant("decided"));
    }

    private static String digest(String document) {
        return HexFormat.of().formatHex(Digests.sha256(document.getBytes(StandardCharsets.UTF_8)));
    }

    Proposal with(State next, @Nullable String by, Instant now) {
        return new Proposal(id, document, digest, next, by, now);
    }

    private JsonNode content() {
        try {
            return JsonMappers.STRICT.readTree(document);
        } catch (JsonProcessingException malformed) {
            throw new Unusable("The proposal " + id + " cannot be read.", malformed);
        }
    }

    private String text(String name) {
        return content().path(name).asText();
    }

    /** The act that is on record when it is applied, such as {@code org_change}. */
    public String act() {
        return text("act");
    }

    /** The person whom the change is about, or null. */
    @Nullable
    String person() {
        var person = content().path("person");
        return person.isMissingNode() ? null : person.asText();
    }

    /** The id of the organisation or exemption that it changes; of a person, the roles. */
    public String subject() {
        return text("subject");
    }

    /** The row that it changes, such as {@code person/r.doe}. */
    public String row() {
        return table() + '/' + after().value("id");
    }

    String table() {
        return text("table");
    }

    public TwoPersonChange kind() {
        return TwoPersonChange.valueOf(text("kind").toUpperCase(Locale.ROOT));
    }

    public String proposer() {
        return text("proposer");
    }

    public String reason() {
        return text("reason");
    }

    public Instant created() {
        return SqlStatements.toInstant(content().path("created").asLong());
    }

    /** From this moment on it cannot be approved. */
    public Instant expires() {
        return SqlStatements.toInstant(content().path("expires").asLong());
    }

    /** What can still happen to it: its state, or {@code expired}. */
    public String status(Instant now) {
        return isUndone() && !isOpen(now) ? "expired" : state.word();
    }

    /** True if its change can still be made. */
    public boolean isOpen(Instant now) {
        return isUndone() && now.isBefore(expires());
    }

    private boolean isUndone() {
        return state == State.WAITING || state == State.APPROVED;
    }

    /** The organisation as it was when this was proposed; null if it changes something else. */
    public @Nullable Organisation organisationBefore() {
        var before = before();
        return before == null || !table().equals(SealedTable.ORGANISATION.name())
                ? null
                : OrganisationRows.of(before.toRow(SealedTable.ORGANISATION));
    }

    /** The organisation as it will be; null if this changes something else. */
    public @Nullable Organisation organisationAfter() {
        return table().equals(SealedTable.ORGANISATION.name())
                ? OrganisationRows.of(after().toRow(SealedTable.ORGANISATION))
                : null;
    }

    /** The exemption that it grants; null if this changes something else. */
    public @Nullable ExemptionGrant exemptionAfter() {
        return table().equals(SealedTable.EXEMPTION.name())
                ? ExemptionRows.entry(after().toRow(SealedTable.EXEMPTION)).grant()
                : null;
    }

    /** What changes, a line each: {@code type: nonprofit -> law_enforcement.police}. */
    public List<String> changes() {
        return fieldChanges().stream()
                .map(one -> one.field() + ": " + wordOrNone(one.before()) + " -> " + wordOrNone(one.after()))
                .toList();
    }

    private static String wordOrNone(@Nullable String value) {
        return value == null ? "none" : value;
    }

    /**
     * A field that changes.
     *
     * @param before null if it was empty
     * @param after null if it becomes empty
     */
    public record FieldChange(
            String field, @Nullable String before, @Nullable String after) {}

    /** Each field that changes, by name. */
    public List<FieldChange> fieldChanges() {
        var before = before();
        var old = before == null ? Map.<String, String>of() : before.words();
        var now = after().words();
        var names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        return names.stream()
                .map(name -> new FieldChange(name, old.get(name), now.get(name)))
                .filter(one -> !Objects.equals(one.before(), one.after()))
                .toList();
    }

    /** The purposes of the organisation that it changes, before; empty if it changes none. */
    public SortedMap<String, PurposeTerms> purposesBefore() {
        var before = before();
        return before == null ? new TreeMap<>() : purposes(before);
    }

    /** The purposes of the organisation that it changes, after; empty if it changes none. */
    public SortedMap<String, PurposeTerms> purposesAfter() {
        return purposes(after());
    }

    private static SortedMap<String, PurposeTerms> purposes(RowContent content) {
        var rows = content.below("organisation_purpose").stream()
                .map(row -> new RowColumns(row, List.of()))
                .toList();
        return new TreeMap<>(OrganisationRows.terms(rows));
    }

    /** True if the person did not propose it, and has the right that the change itself needs. */
    public boolean canBeApprovedBy(Person person) {
        var right = Right.of(act());
        return !person.id().equals(proposer()) && right != null && person.may(right);
    }

    /** True if the role includes the right that the change needs. */
    public boolean isApprovedBy(Role role) {
        var right = Right.of(act());
        return right != null && role.rights().contains(right);
    }

    /** True if the person may reject or withdraw it. */
    public boolean canBeRejectedBy(Person person) {
        var right = Right.of(act());
        return person.may(Right.STOP) || (right != null && person.may(right));
    }

    /** The policies that it activates; null if it changes something else. */
    public @Nullable PolicyActivation policiesAfter() {
        return table().equals(SealedTable.POLICIES.name())
                ? PolicyActivationRows.of(after().toRow(SealedTable.POLICIES))
                : null;
    }

    /** The policies that were activated when it was proposed; null if there were none, or it changes something else. */
    public @Nullable PolicyActivation policiesBefore() {
        var before = before();
        return before == null || !table().equals(SealedTable.POLICIES.name())
                ? null
                : PolicyActivationRows.of(before.toRow(SealedTable.POLICIES));
    }

    @Nullable
    RowContent before() {
        var before = content().path("before");
        return before.isMissingNode() ? null : RowContent.parse(before);
    }

    RowContent after() {
        return RowContent.parse(content().path("after"));
    }
}
