package io.facegate.vendor.client;

/** What the unmodified clients of a wire send again by themselves; the gateway does not do it for them. */
enum ClientRetries {
    /** AWS's and Azure's SDKs: throttling, errors of the server, and calls without an answer. */
    EVERY_FAILURE,
    /** Google's clients: {@code UNAVAILABLE} and {@code DEADLINE_EXCEEDED}. */
    UNAVAILABLE,
    /** CompreFace's SDK and clients of the neutral API. */
    NOTHING;

    private static final int STATUS_UNAVAILABLE = 503;
    private static final int STATUS_TIMEOUT = 504;

    /** Returns what the clients of a wire repeat. */
    static ClientRetries ofWire(String wire) {
        return switch (wire) {
            case "rekognition", "azure_face", "azure_vision" -> EVERY_FAILURE;
            case "google_vision" -> UNAVAILABLE;
            default -> NOTHING;
        };
    }

    /** Returns true if the caller's client sends the call again when it is told how this attempt ended. */
    boolean repeat(SendAttempt attempt) {
        return switch (this) {
            case EVERY_FAILURE -> true;
            case UNAVAILABLE ->
                attempt instanceof SendAttempt.Answered answered
                        && (answered.status() == STATUS_UNAVAILABLE || answered.status() == STATUS_TIMEOUT);
            case NOTHING -> false;
        };
    }
}
