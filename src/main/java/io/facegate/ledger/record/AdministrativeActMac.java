package io.facegate.ledger.record;

import io.facegate.integrity.RegistryRoots;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HMAC of an act that removes or keeps records or states a registry's roots, under the ledger's key: shows that this
 * program checked the act before it wrote the record. Write access to the ledger's file alone does not suffice to create one.
 */
public final class AdministrativeActMac {
    /** Acts that decide which records are removed. */
    private static final Set<String> ACTS = Set.of("prune", "hold_add", "hold_lift");

    private AdministrativeActMac() {}

    /** True if a record of that act carries an HMAC. */
    public static boolean isRequiredFor(String act) {
        return ACTS.contains(act);
    }

    /**
     * The subject of a prune as covered by its HMAC: includes the time of the newest removed record, if the record
     * states it.
     */
    public static String pruneSubject(String subject, @Nullable Instant newestRemoved) {
        return newestRemoved == null ? subject : subject + '\n' + newestRemoved.toEpochMilli();
    }

    /** True if a record with these roots carries an HMAC. The heads of stores are each gateway's own. */
    public static boolean isRequiredFor(@Nullable RegistryRoots roots) {
        return roots != null && roots.registry().startsWith(RegistryRoots.REGISTRY);
    }

    /** The subject of a change of a registry as covered by its HMAC. */
    public static String registrySubject(String subject, RegistryRoots roots) {
        return String.join(
                "\n",
                subject,
                roots.registry(),
                String.valueOf(roots.before()),
                roots.after(),
                Long.toString(roots.version()));
    }

    /**
     * Authenticates an act to a running gateway by the ledger's key; an HMAC in lowercase hex.
     *
     * @param challenge from the gateway, for this act only
     * @param said the act, as sent over the socket
     */
    public static String proof(byte[] key, String challenge, String said) {
        return compute(key, "ledger.sock", challenge, said);
    }

    /**
     * The HMAC, in lowercase hex.
     *
     * @param key the ledger's
     * @param id of the record
     */
    public static String compute(byte[] key, String id, String act, String subject) {
        return Commitment.compute(key, RecordField.MAC, id + '\n' + act + '\n' + subject);
    }
}
