package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;

import io.facegate.identity.ApiKeyVerifier;
import io.facegate.identity.ClientCertificates;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces keys by others while both are valid, and finds whose a leaked key is. */
public final class KeyRegister {
    private final RegistryDatabase store;
    private final ChangeJournal journal;
    private final Instant now;

    KeyRegister(RegistryDatabase store, ChangeJournal journal, Instant now) {
        this.store = store;
        this.journal = journal;
        this.now = now;
    }

    /**
     * Mints a key like another one, which ends after the overlap or when it would have ended anyway.
     *
     * @param expires when the new key ends; null for as the old one was to end
     * @throws RegistryException.Unacceptable if the old key is not valid
     */
    public MintedKey rotate(String id, Duration overlap, @Nullable Instant expires) {
        return store.change(journal, (connection, rows) -> {
            var row = rows.requireVerified(SealedTable.ACCESS_KEY, id);
            TranslatedRefusal.KEY_GONE.throwUnless(row != null, "There is no key with this id. To see all: key list.");
            var old = KeyRows.entry(java.util.Objects.requireNonNull(row));
            requireRotatable(rows, old, expires, KeyRows.readAll(connection));
            var request = expires == null ? old.request() : old.request().withExpires(expires);
            KeyMinting.check(request, other -> RegistryWriter.requireOrganisation(rows, other), now);
            var made = new KeyMinting(store.vault()).make(request, now);
            var end = now.plus(overlap);
            var before = old.request().expires();
            var ending = new KeyEntry(
                    id,
                    old.request().withExpires(before != null && before.isBefore(end) ? before : end),
                    old.created(),
                    null);
            SqlStatements.run(
                    connection,
                    "UPDATE access_key SET expires = ? WHERE id = ?",
                    SqlStatements.seconds(ending.request().expires()),
                    id);
            KeyRows.writeAll(connection, List.of(made.stored()));
            var kept = new KeyRows.SealedKey(ending, row.bytes("sealed_secret"), row.bytes("api_key_sha256"));
            var written = List.of(kept.written(), made.stored().written());
            rows.recordKey("key_rotate", id, request.organisation(), written);
            return made.key();
        });
    }

    private void requireRotatable(SealedChange rows, KeyEntry old, @Nullable Instant expires, List<KeyEntry> known) {
        TranslatedRefusal.KEY_OVER.throwUnless(
                old.isOpen(now), "The key is " + old.status(now) + ". Mint another one: key mint.");
        KeyMinting.requireNotRotated(known, old, now);
        if (rows.isOwn("key_rotate", old.request().organisation())) {
            require(
                    expires == null,
                    "A member rotates a key for the rest of its time. For another end, mint another key.");
            KeyMinting.requireOwn(known, old.request(), now);
            TranslatedRefusal.KEY_CERTIFICATE.throwUnless(
                    !old.id().startsWith(ClientCertificates.PREFIX),
                    "A member rotates no certificate. The operator can register another one.");
        }
    }

    /**
     * Finds a key by its id, its secret access key or its API key. Each key is compared, in a time that does not depend
     * on which one it is. A revoked key is found by its id only, because its secrets were wiped. A row that does not
     * verify is not compared, and named.
     */
    public KeySearchResult find(String given) {
        return store.runSealed(journal, rows -> {
            var state = rows.check(SealedTable.ACCESS_KEY);
            var bytes = given.getBytes(StandardCharsets.UTF_8);
            var hash = ApiKeyVerifier.hash(given);
            FoundKey found = null;
            for (var row : state.rows(SealedTable.ACCESS_KEY)) {
                var id = row.text("id");
                boolean ofApiKey = MessageDigest.isEqual(row.bytes("api_key_sha256"), hash);
                boolean ofSecret = !row.has("revoked")
                        && MessageDigest.isEqual(store.vault().open(id, row.bytes("sealed_secret")), bytes);
                boolean ofId = MessageDigest.isEqual(id.getBytes(StandardCharsets.UTF_8), bytes);
                boolean secret = ofApiKey || ofSecret;
                boolean named = ofId || given.startsWith(ApiKeyVerifier.format(id, ""));
                if (secret || (named && found == null)) {
                    found = new FoundKey(KeyRows.entry(row), secret);
                }
            }
            return new KeySearchResult(found, alteredIds(state));
        });
    }

    private static List<String> alteredIds(RegistrySeal.State state) {
        var table = SealedTable.ACCESS_KEY.ref("");
        return state.altered().stream()
                .filter(ref -> ref.startsWith(table))
                .map(ref -> ref.substring(table.length()))
                .sorted()
                .toList();
    }
}
