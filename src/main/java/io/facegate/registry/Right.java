package io.facegate.registry;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person may do. Each changing act, as records name it, belongs to one right; an act of none is nobody's. */
public enum Right {
    CHANGE_ORGANISATIONS(
            "register, verify and change organisations, lift suspensions, apply a file of organisations and keys",
            "org_add",
            "org_change",
            "org_verify",
            "org_resume",
            "registry_apply"),
    MINT_KEYS("mint and rotate keys", "key_mint", "key_rotate"),
    REGISTER_EVIDENCE("register and change evidence", "evidence_add", "evidence_change"),
    ACCEPT_ISSUERS("accept token issuers", "issuer_accept", "issuer_remove", "issuer_adopt"),
    MANAGE_PEOPLE(
            "register and change people, and the number of approvals",
            "person_add",
            "person_change",
            "reviewer_add",
            "approvals_change"),
    KEEP_REGISTRY("seal, accept and move the registry", RegistrySeal.ACCEPT, RegistrySeal.ROTATE, RegistryMove.ACT),
    KEEP_LEDGER(
            "erase and prune records, keep the log's key and clock",
            "erase",
            "prune",
            "log_key_rotate",
            "clock_accept"),
    CHANGE_QUOTAS("set and clear the quotas of all gateways", QuotaRegister.SET, QuotaRegister.CLEAR),
    HOLD_RECORDS("order and lift holds", "hold_add", "hold_lift"),
    GRANT_EXEMPTIONS("grant exemptions", "grant_add"),
    CHANGE_POLICIES("change policies", PolicyActivationRegister.ACT),
    JUDGE_AUTHORISATIONS(
            "file and grant authorisations after the fact, and end a stop",
            "authorisation_file",
            "authorisation_grant",
            "authorisation_release",
            "authorisation_confirm",
            "authorisation_purge"),
    LIFT_STOPS(
            "lift stops of a capability, a vendor or everything, two people together",
            StopRegister.REQUEST_LIFT,
            StopRegister.CONFIRM_LIFT),
    STOP(
            "stop, suspend, revoke, remove and reject",
            StopRegister.SET,
            "authorisation_reject",
            "org_suspend",
            "org_close",
            "key_revoke",
            "evidence_revoke",
            "grant_revoke",
            "person_remove",
            "reviewer_remove",
            ProposalRegister.REJECT),
    REVIEW("approve and reject answers that are held", "review_approve", "review_reject"),
    ANSWER_APPEALS("answer appeals", "appeal_uphold", "appeal_reject", "appeal_ask"),
    READ_RECORDS("read records, and save lists of them", SavedListRegister.SAVE, SavedListRegister.REMOVE),
    READ_REGISTRY("read the registry"),
    READ_OWN_ORGANISATION("read what concerns the own organisation"),
    OWN_KEYS("mint, rotate and revoke keys of the own organisation");

    /** The acts of keys that {@link #OWN_KEYS} allows too, for keys of the own organisation. */
    static final Set<String> OF_OWN_KEYS = Set.of("key_mint", "key_rotate", "key_revoke");

    /** Acts that only the gateway itself does, of rows that changed in no person's name. */
    static final Set<String> OF_THE_GATEWAY = Set.of(
            "registry_adopt",
            "registry_applied",
            "registry_verify",
            "issuer_adopt",
            "issuer_remove",
            "review_expire",
            "org_suspend");

    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // set by the constructor, immutable afterwards
    private final Set<String> acts;

    Right(String description, String... acts) {
        this.description = description;
        this.acts = Set.of(acts);
    }

    /** What it allows, as the end of the sentence "A person with this right may". */
    public String description() {
        return description;
    }

    /** The acts in records that need it. */
    public Set<String> acts() {
        return acts;
    }

    /** The name as people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The right that an act needs; null for an act that no person may do. */
    static @Nullable Right of(String act) {
        return Stream.of(values())
                .filter(right -> right.acts.contains(act))
                .findFirst()
                .orElse(null);
    }

    /** The roles that have it. */
    public List<Role> roles() {
        return Stream.of(Role.values())
                .filter(role -> role.rights().contains(this))
                .toList();
    }
}
