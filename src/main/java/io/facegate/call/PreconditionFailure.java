package io.facegate.call;

/** Why a call cannot be decided on its merits; each is a recorded refusal of its own. */
public enum PreconditionFailure {
    UNKNOWN_OPERATION("unknown_operation", "Facegate does not know this operation, so it cannot judge the call."),
    MALFORMED_BODY(
            "malformed_body",
            "The body is not valid for this operation: it has another content type or another"
                    + " form, or it is incomplete."),
    DUPLICATE_KEY(
            "duplicate_key",
            "The request names a key twice, so the vendor could read something else than the gateway judged."),
    UNKNOWN_PARAMETER("unknown_parameter", "The request has a parameter that this operation does not have."),
    UNKNOWN_VALUE(
            "unknown_value",
            "A parameter that the decision depends on is missing, or its value is not one that the gateway knows."),
    UNKNOWN_HANDLE(
            "unknown_handle",
            "The call refers to a job, session, stream, project, model or page that is not on record as made by the"
                    + " organisation through this gateway, or that has expired."),
    HANDLE_PURPOSE(
            "handle_purpose",
            "The call refers to something that was made for another purpose than the declared one. Make a new one"
                    + " for this purpose."),
    REFERENCE_NOT_OWNED(
            "reference_not_owned",
            "The call points at a bucket, URL, role, destination or key that is not registered for the organisation."),
    REFERENCE_NOT_PINNED(
            "reference_not_pinned",
            "The call points at an S3 object without its Version, so the object could be replaced after the"
                    + " decision."),
    URL_NOT_REGISTERED(
            "url_not_registered",
            "The gateway does not fetch the picture at this URL. It must be a plain https://HOST/… URL whose host"
                    + " name an operator registered for the organisation (facegate org change ID --resource"
                    + " url:https://HOST, together with its other resources)."),
    GALLERY_NOT_OWNED(
            "gallery_not_owned", "The gallery is not on record as made by the organisation through this gateway."),
    NO_PROVIDER("no_provider", "No provider of this gateway can answer this call."),
    FACES_NOT_COUNTED(
            "faces_not_counted",
            "The decision depends on the number of faces in the picture, and they could not be counted: no face was"
                    + " found, or the picture is damaged, transparent, too large, encoded in an unsupported way, or not"
                    + " in the request but in the vendor's storage. Send the bytes of a plain JPEG or PNG."),
    TRIED_ELSEWHERE(
            "tried_elsewhere",
            "This picture was refused for this kind of capability under three other purposes or vendors within the"
                    + " last hour. Every further purpose or vendor is refused too."),
    PURPOSE_MISSING(
            "purpose_missing",
            "No purpose was declared, and the organisation does not have exactly one registered purpose."
                    + " Declare one of its purposes in the header Facegate-Purpose."),
    PURPOSE_CONFLICT("purpose_conflict", "The credential and the request name different purposes."),
    PURPOSE_NOT_REGISTERED(
            "purpose_not_registered",
            "The declared purpose is not registered for the organisation. Declare one that is, or have the operator"
                    + " register this one (facegate org purpose)."),
    PLACE_NOT_REGISTERED("place_not_registered", "The declared place is not registered for the organisation."),
    PRINCIPAL_MISSING(
            "principal_missing", "A contractor must call for another organisation, and this credential names none."),
    PRINCIPAL_NOT_ALLOWED("principal_not_allowed", "The credential was not minted to act for that organisation."),
    ORGANISATION_SUSPENDED("organisation_suspended", "The organisation is suspended."),
    ORGANISATION_NOT_VERIFIED(
            "organisation_not_verified",
            "The organisation has applied and was not verified yet. The operator can verify it (facegate org verify)."),
    ORGANISATION_CLOSED("organisation_closed", "The organisation was closed. That is final."),
    VERIFICATION_EXPIRED(
            "verification_expired",
            "The verification of the organisation has ended, so its calls are refused until it is verified again"
                    + " (facegate org verify)."),
    PARENT_NOT_SERVED(
            "parent_not_served",
            "The organisation is a part of another one, and that one is suspended, closed or not verified."),
    PURPOSE_EXPIRED(
            "purpose_expired",
            "The evidence for the declared purpose has ended. The operator can register new evidence for the purpose"
                    + " (facegate org purpose)."),
    PURPOSE_NOT_YET_VALID(
            "purpose_not_yet_valid", "The declared purpose is registered, and it may not be declared yet."),
    KEY_NOT_YET_VALID(
            "key_not_yet_valid",
            "The key was minted for a later time and may not be used yet. Use another key until then."),
    KEY_WIRE_NOT_ALLOWED(
            "key_wire_not_allowed",
            "The key was not minted for calls to this API. Use a key that is for this API, or for all (the operator"
                    + " can mint one: facegate key mint)."),
    KEY_PLACE_NOT_ALLOWED(
            "key_place_not_allowed",
            "The key was not minted for the declared place. Declare a place that the key is for, or use another key"
                    + " (the operator can mint one: facegate key mint)."),
    CLOCK_BEHIND(
            "clock_behind",
            "The gateway's clock is earlier than the newest record of its ledger, so rules with dates cannot be"
                    + " judged. All calls are refused until the clock is right (facegate ledger clock)."),
    CLOCK_UNCONFIRMED(
            "clock_unconfirmed",
            "The gateway's clock is more than an hour ahead of its newest record, a rule changes in between, and"
                    + " nobody has confirmed the clock. The operator can confirm it: facegate ledger clock."),
    UNKNOWN_DECLARATION(
            "unknown_declaration",
            "The request has a Facegate-* header that this gateway does not know, so its declarations are unclear."
                    + " Known are Facegate-Purpose, Facegate-Place, Facegate-On-Behalf-Of, Facegate-Evidence and"
                    + " Facegate-Case.");

    private final String code;
    private final String sentence;

    PreconditionFailure(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Returns the failure with that code. */
    public static PreconditionFailure fromCode(String code) {
        return valueOf(code.toUpperCase(java.util.Locale.ROOT));
    }

    /** The stable word in records and in {@code docs/errors.md}. */
    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }

    /** True if the request is not written as its API requires, so that its caller can correct it. */
    public boolean isMistake() {
        return switch (this) {
            case MALFORMED_BODY, DUPLICATE_KEY, UNKNOWN_PARAMETER, UNKNOWN_VALUE -> true;
            default -> false;
        };
    }
}
