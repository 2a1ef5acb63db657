package io.facegate.call;

/** Which account answers every call of a caller on one vendor's own API. */
public sealed interface SoleAccount {
    /** This account answers every such call. */
    record Found(VendorAccount account) implements SoleAccount {}

    /** No provider of this gateway answers such a call: each is refused. */
    record Nobody() implements SoleAccount {}

    /**
     * It depends on the call, or another vendor may answer, or the account has no name.
     *
     * @param perhapsNobody whether some such calls are answered by nobody
     */
    record Undetermined(boolean perhapsNobody) implements SoleAccount {}
}
