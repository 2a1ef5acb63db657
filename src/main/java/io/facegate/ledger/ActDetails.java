package io.facegate.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.storage.RegistryRoots;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an administrative act tells beside what was done.
 *
 * @param actor who did it, where its {@code person} is somebody that it is about; or null
 * @param reason why, in one line; or null
 * @param told whether person and actor are kept beside their salts, so that {@code ledger show} can name them
 * @param roots what it made of a registry, or null
 * @param newestRemoved of a prune: no record that it removes is newer; only a gateway says it; or null
 */
public record ActDetails(
        @Nullable String actor,
        @Nullable String reason,
        boolean told,
        @Nullable RegistryRoots roots,
        @Nullable Instant newestRemoved) {
    /** Nothing more. */
    public static final ActDetails NONE = new ActDetails(null, null, false, null);

    /** The act that takes a registry as it is: it alone need not go on from the newest root on record. */
    public static final String ACCEPT = "registry_accept";

    /** The longest reason, in characters. */
    public static final int LONGEST_REASON = 500;

    /** One of no prune. */
    public ActDetails(@Nullable String actor, @Nullable String reason, boolean told, @Nullable RegistryRoots roots) {
        this(actor, reason, told, roots, null);
    }

    /** The same of a prune that removes nothing newer. */
    ActDetails removing(@Nullable Instant newest) {
        return new ActDetails(actor, reason, told, roots, newest);
    }

    public ActDetails {
        if (reason != null
                && (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl))) {
            throw new Fault.LedgerDown("A reason is at most " + LONGEST_REASON + " characters on one line.");
        }
    }

    /** The same for a change of a registry. */
    public ActDetails of(RegistryRoots changed) {
        return new ActDetails(actor, reason, told, changed, newestRemoved);
    }

    /** As it goes over the socket of a running gateway. */
    void write(Map<String, Object> to) {
        put(to, "actor", actor);
        put(to, "reason", reason);
        if (told) {
            to.put("told", true);
        }
        if (roots != null) {
            to.put("registry", roots.registry());
            put(to, "before", roots.before());
            to.put("after", roots.after());
        }
    }

    private static void put(Map<String, Object> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    /** As it came over the socket. */
    static ActDetails read(JsonNode said) {
        var registry = text(said.path("registry"));
        var after = text(said.path("after"));
        return new ActDetails(
                text(said.path("actor")),
                text(said.path("reason")),
                said.path("told").asBoolean(),
                registry == null || after == null
                        ? null
                        : new RegistryRoots(registry, text(said.path("before")), after));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
