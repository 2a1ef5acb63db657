package io.facegate.usecase.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.RegistryException;
import io.facegate.registry.RegistryWriter;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.RecordFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every change of the registry, from the ledger's records. A record is shown only if it verifies, and what it changed
 * only if that has the hash in the record.
 */
public final class RegistryHistory {
    private static final int PAGE = 1_000;
    static final Set<String> ACTS = Set.of(
            "org_add",
            "org_change",
            "org_suspend",
            "org_resume",
            "org_verify",
            "org_close",
            "key_mint",
            "key_revoke",
            "key_rotate",
            "evidence_add",
            "evidence_change",
            "evidence_revoke",
            "break_glass",
            "grant_add",
            "grant_revoke",
            "stop_set",
            "stop_request_lift",
            "stop_confirm_lift",
            "policies_activate",
            "person_add",
            "person_change",
            "person_remove",
            "approvals_change",
            "reviewer_add",
            "reviewer_remove",
            "quotas_set",
            "quotas_clear",
            "list_save",
            "list_remove",
            "proposal_add",
            "proposal_approve",
            "proposal_reject",
            "issuer_accept",
            "issuer_adopt",
            "issuer_remove",
            "registry_apply",
            "registry_accept",
            "registry_adopt",
            "registry_move",
            "registry_key_rotate");

    /** Tables whose rows are shown by their organisation. */
    private static final Set<String> NAMED_BY_ORGANISATION = Set.of("organisation", "reviewer", "person");

    private final RegistryAccess registry;

    public RegistryHistory(RegistryAccess registry) {
        this.registry = registry;
    }

    /** What {@code registry history} shows, newest first. */
    public record Found(List<Change> changes, List<TamperedRecord> tampered, long searched) {}

    /**
     * One change.
     *
     * @param time when, as the record has it
     * @param content {@code shown}; {@code not_kept} for a record of an earlier version or an act on the whole
     *     registry; {@code not_applied} if the registry has no content with the record's hash: the change was recorded
     *     and not committed, or somebody removed the content; {@code unavailable} for a change of reviewers while
     *     their store cannot be read
     */
    public record Change(
            String record, String time, String act, String subject, Author author, String content, List<Row> rows) {}

    /**
     * Who changed something.
     *
     * @param name the name, if it is kept in this folder; or null
     * @param reason why, likewise
     * @param about the other person whom the change is about, likewise; null if there is none
     */
    public record Author(
            @Nullable String name,
            @Nullable String reason,
            @Nullable String about) {}

    /** One row of a change. */
    public record Row(String name, boolean added, Map<String, JsonNode> fields) {}

    /**
     * Reads the changes.
     *
     * @param organisation only those of this organisation, its keys and its evidence; null for all
     * @param viewer who looks, which is on record
     */
    public Found read(AuditedRecords records, @Nullable String organisation, String viewer) {
        var state = state();
        var changes = new ArrayList<Change>();
        var tampered = new ArrayList<TamperedRecord>();
        long searched = 0;
        Long before = null;
        boolean more = true;
        while (more) {
            var page = records.list(query(before), viewer);
            searched = Math.max(searched, page.searched());
            for (var record : page.records()) {
                before = record.index();
                switch (record) {
                    case TamperedRecord damaged -> tampered.add(damaged);
                    case VerifiedRecord sound ->
                        add(changes, RecordFields.of(sound, text -> text), state, organisation);
                }
            }
            more = page.records().size() == PAGE;
        }
        return new Found(changes, tampered, searched);
    }

    private State state() {
        var state = registry.open(State::of);
        try {
            state.contents.putAll(new Reviews(registry).changeContents());
            return state;
        } catch (RegistryException.Unusable unreadable) {
            return new State(state.contents, state.owners, false);
        }
    }

    private static RecordQuery query(@Nullable Long before) {
        return new RecordQuery(
                Map.of(SearchFacet.KIND, "ADMIN"),
                Map.of(),
                List.of(),
                new RecordQuery.Period(null, null),
                false,
                before,
                PAGE);
    }

    /**
     * What the registry holds now: the contents of changes by their hash, whose each key and entry is, and whether the
     * store of reviewers could be read.
     */
    private record State(Map<String, String> contents, Map<String, String> owners, boolean hasReviewers) {
        /** How much is known of a change. */
        String content(String act, String digest) {
            if (digest.isEmpty() || contents.containsKey(digest)) {
                return digest.isEmpty() ? "not_kept" : "shown";
            }
            return hasReviewers || !act.startsWith("reviewer_") ? "not_applied" : "unavailable";
        }

        static State of(RegistryWriter registrar) {
            var owners = registrar.keys().stream()
                    .collect(Collectors.toMap(KeyEntry::id, key -> key.request().organisation()));
            registrar
                    .evidence()
                    .entries()
                    .forEach(entry ->
                            owners.put(entry.evidence().id(), entry.evidence().organisation()));
            registrar
                    .exemptions()
                    .all()
                    .forEach(entry ->
                            owners.put(entry.grant().id(), entry.grant().organisation()));
            return new State(registrar.changeContents(), owners, true);
        }
    }

    private void add(List<Change> to, RecordFields record, State state, @Nullable String organisation) {
        var node = record.node();
        var act = node.path("act").asText();
        if (!ACTS.contains(act)) {
            return;
        }
        var subject = node.path("subject").asText();
        var digest = node.path(RecordField.REGISTRY_CHANGE.key()).asText();
        var content = state.contents.get(digest);
        var rows = content == null ? List.<Row>of() : rows(content, state, organisation);
        boolean about =
                subject.equals(organisation) || String.valueOf(organisation).equals(state.owners.get(subject));
        if (organisation != null && rows.isEmpty() && !about) {
            return;
        }
        var names = AuditedRecords.disclosed(ledger(), record.entry());
        to.add(new Change(
                record.id(),
                node.path("time").asText(),
                act,
                subject,
                author(names, record.isAboutPerson()),
                state.content(act, digest),
                rows));
    }

    private static Author author(Map<RecordField, String> names, boolean isAboutPerson) {
        var person = names.get(RecordField.PERSON);
        return new Author(
                isAboutPerson ? names.get(RecordField.ACTOR) : person,
                names.get(RecordField.STATED_REASON),
                isAboutPerson ? person : null);
    }

    private LedgerAddress ledger() {
        return registry.ledger();
    }

    private static List<Row> rows(String content, State state, @Nullable String organisation) {
        var rows = new ArrayList<Row>();
        try {
            for (var node : JsonMappers.PLAIN.readTree(content).path("rows")) {
                var row = row(node);
                if (organisation == null || organisation.equals(owner(row, state))) {
                    rows.add(row);
                }
            }
        } catch (IOException damaged) {
            throw new IllegalStateException("Content with the recorded hash is no JSON.", damaged);
        }
        return rows;
    }

    private static Row row(JsonNode node) {
        var fields = node.properties().stream()
                .filter(field -> field.getValue().isObject())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Row(node.path("row").asText(), node.path("added").asBoolean(), new java.util.TreeMap<>(fields));
    }

    private static @Nullable String owner(Row row, State state) {
        var id = row.name.substring(row.name.indexOf('/') + 1);
        return NAMED_BY_ORGANISATION.contains(row.name.substring(0, row.name.indexOf('/'))) ? id : state.owners.get(id);
    }
}
