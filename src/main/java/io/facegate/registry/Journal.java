package io.facegate.registry;

/** Where a change is written down before it is made; throwing prevents the change. */
@FunctionalInterface
public interface Journal {
    /**
     * Writes one change down; durable on return.
     *
     * @param act {@code org_add}, {@code org_change}, {@code org_suspend}, {@code org_resume}, {@code key_mint} or
     *     {@code key_revoke}
     * @param subject the id of the organisation or key
     */
    void write(String act, String subject);
}
