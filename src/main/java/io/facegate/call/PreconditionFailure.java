package io.facegate.call;

/** Why a call cannot be decided on its merits; each is a recorded refusal of its own. */
public enum PreconditionFailure {
    UNKNOWN_OPERATION("unknown_operation", "This operation is not in the table of what Facegate can judge."),
    MALFORMED_BODY(
            "malformed_body", "The body is not what this operation takes: another type, another form, or broken off."),
    DUPLICATE_KEY("duplicate_key", "The request names a key twice, so what was judged might not be what is done."),
    UNKNOWN_PARAMETER("unknown_parameter", "The request holds a parameter that this operation does not have."),
    UNKNOWN_VALUE(
            "unknown_value",
            "A parameter that policy reads is missing, or has a value outside the list of what it may be."),
    UNKNOWN_HANDLE(
            "unknown_handle",
            "What the call goes back to (a job, session, stream, project, model or page) is not on record as made by"
                    + " the organisation through this gateway, or its time is over."),
    HANDLE_PURPOSE(
            "handle_purpose",
            "What the call goes back to was made for another purpose than the one declared. Make another for this"
                    + " purpose."),
    REFERENCE_NOT_OWNED(
            "reference_not_owned",
            "The call points at a bucket, URL, role, destination or key that is not registered to the organisation."),
    REFERENCE_NOT_PINNED(
            "reference_not_pinned",
            "The call points at an S3 object without its Version, so what is judged could be exchanged before it is"
                    + " used."),
    URL_NOT_REGISTERED(
            "url_not_registered",
            "The call names a picture by a URL that is not fetched: it must be https://HOST/…, written plainly, of a"
                    + " host by its name that an operator registered for the organisation (facegate org change ID"
                    + " --resource url:https://HOST, beside its others)."),
    GALLERY_NOT_OWNED(
            "gallery_not_owned", "The gallery is not on record as made by the organisation through this gateway."),
    NO_PROVIDER("no_provider", "This gateway has nobody whom this call can be sent to."),
    FACES_NOT_COUNTED(
            "faces_not_counted",
            "The number of faces in the picture decides, and it could not be told: none was seen, or the picture is"
                    + " damaged, see-through, too large or encoded in a way that is not looked into. Send a plain JPEG or"
                    + " PNG."),
    TRIED_ELSEWHERE(
            "tried_elsewhere",
            "The picture was refused within the hour under three other purposes or vendors, so no other is tried."),
    PURPOSE_MISSING("purpose_missing", "No purpose was declared, and the organisation has none or several."),
    PURPOSE_CONFLICT("purpose_conflict", "The credential and the request name different purposes."),
    PURPOSE_NOT_REGISTERED("purpose_not_registered", "The declared purpose is not registered for the organisation."),
    PLACE_NOT_REGISTERED("place_not_registered", "The declared place is not registered for the organisation."),
    PRINCIPAL_MISSING("principal_missing", "A contractor calls for somebody; its key names nobody."),
    PRINCIPAL_NOT_ALLOWED("principal_not_allowed", "The credential was not minted to act for that organisation."),
    ORGANISATION_SUSPENDED("organisation_suspended", "The organisation is suspended."),
    CLOCK_BEHIND(
            "clock_behind",
            "The gateway's clock is earlier than the newest record of its ledger, so rules with dates cannot be judged."
                    + " Calls are refused until the clock is right (facegate ledger clock)."),
    CLOCK_UNCONFIRMED(
            "clock_unconfirmed",
            "The gateway's clock is more than an hour ahead of its newest record, a rule changes between the two, and nobody"
                    + " has confirmed the clock. Its operator can: facegate ledger clock."),
    UNKNOWN_DECLARATION(
            "unknown_declaration",
            "The request carries a Facegate-* header that this gateway does not know, so what it declares is unclear.");

    private final String code;
    private final String sentence;

    PreconditionFailure(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Returns the failure with that code. */
    public static PreconditionFailure of(String code) {
        return valueOf(code.toUpperCase(java.util.Locale.ROOT));
    }

    /** The stable word in records and in {@code docs/errors.md}. */
    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }
}
