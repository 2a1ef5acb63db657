package io.facegate.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Fault;
import io.facegate.integrity.RegistryRoots;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Details of an administrative act beyond the act and its subject.
 *
 * @param actor who did it, where {@code person} is somebody that the act is about; or null
 * @param reason why, in one line, or the text of an appeal, in several; or null
 * @param keepsValues whether person and actor are kept beside their salts, so that {@code ledger show} can name them
 * @param roots the registry's roots before and after the act, or null
 * @param newestRemoved upper bound of the times of the records that a prune removes; set by a gateway only; or null
 * @param content hash of what the act made of the registry's rows, in lowercase hex; or null
 * @param gateway what the gateway that starts is called; set by a gateway only; or null
 */
public record AdministrativeActDetails(
        @Nullable String actor,
        @Nullable String reason,
        boolean keepsValues,
        @Nullable RegistryRoots roots,
        @Nullable Instant newestRemoved,
        @Nullable String content,
        @Nullable String gateway) {
    /** No details. */
    public static final AdministrativeActDetails NONE = new AdministrativeActDetails(null, null, false, null);

    /** The act that accepts a registry as it is; the only one that need not continue from the newest root on record. */
    public static final String ACCEPT = "registry_accept";

    /** The longest reason, in characters. */
    public static final int LONGEST_REASON = 500;

    /** The longest text of an appeal, in characters. */
    public static final int LONGEST_APPEAL = 4_000;

    /** Details without a prune. */
    public AdministrativeActDetails(
            @Nullable String actor, @Nullable String reason, boolean told, @Nullable RegistryRoots roots) {
        this(actor, reason, told, roots, null, null, null);
    }

    /** Details of the start of a gateway with that name. */
    public static AdministrativeActDetails ofStart(@Nullable String gateway) {
        return new AdministrativeActDetails(null, null, false, null, null, null, gateway);
    }

    /** Returns a copy for a change of the registry whose content has that hash. */
    public AdministrativeActDetails withContent(@Nullable String digest) {
        return new AdministrativeActDetails(actor, reason, keepsValues, roots, newestRemoved, digest, gateway);
    }

    /** Returns a copy for a prune that removes no record newer than {@code newest}. */
    AdministrativeActDetails withNewestRemoved(@Nullable Instant newest) {
        return new AdministrativeActDetails(actor, reason, keepsValues, roots, newest, content, gateway);
    }

    public AdministrativeActDetails {
        if (reason != null && (reason.length() > LONGEST_APPEAL || hasControls(reason))) {
            throw new Fault.LedgerDown("A text is at most " + LONGEST_APPEAL + " characters.");
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(one -> Character.isISOControl(one) && one != '\n' && one != '\t');
    }

    /** Requires a reason as all acts but an appeal have it. */
    void requireOneLine() {
        if (reason != null
                && (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl))) {
            throw new Fault.LedgerDown("A reason is at most " + LONGEST_REASON + " characters on one line.");
        }
    }

    /** Writes the form that is sent over the socket of a running gateway. */
    void write(Map<String, Object> to) {
        put(to, "actor", actor);
        put(to, "reason", reason);
        if (keepsValues) {
            to.put("told", true);
        }
        if (roots != null) {
            to.put("registry", roots.registry());
            put(to, "before", roots.before());
            to.put("after", roots.after());
            if (roots.version() > 0) {
                to.put("version", roots.version());
            }
            put(to, "content", content);
        }
    }

    private static void put(Map<String, Object> to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    /** Reads the form that is sent over the socket. */
    static AdministrativeActDetails read(JsonNode said) {
        var registry = text(said.path("registry"));
        var after = text(said.path("after"));
        return new AdministrativeActDetails(
                        text(said.path("actor")),
                        text(said.path("reason")),
                        said.path("told").asBoolean(),
                        registry == null || after == null
                                ? null
                                : new RegistryRoots(
                                        registry,
                                        text(said.path("before")),
                                        after,
                                        Math.max(0, said.path("version").asLong())))
                .withContent(text(said.path("content")));
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
