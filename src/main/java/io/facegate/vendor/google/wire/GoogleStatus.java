package io.facegate.vendor.google.wire;

import io.facegate.call.Reply.Failure;

/** Google's canonical status codes, with gRPC number and HTTP status. */
enum GoogleStatus {
    INVALID_ARGUMENT(3, 400),
    NOT_FOUND(5, 404),
    ALREADY_EXISTS(6, 409),
    PERMISSION_DENIED(7, 403),
    RESOURCE_EXHAUSTED(8, 429),
    UNIMPLEMENTED(12, 501),
    INTERNAL(13, 500),
    UNAVAILABLE(14, 503),
    UNAUTHENTICATED(16, 401);

    private final int number;
    private final int http;

    GoogleStatus(int number, int http) {
        this.number = number;
        this.http = http;
    }

    int number() {
        return number;
    }

    int http() {
        return http;
    }

    static GoogleStatus fromFailure(Failure kind) {
        return switch (kind) {
            case INVALID_PARAMETER, INVALID_IMAGE, INVALID_URL, IMAGE_TOO_LARGE, INVALID_TOKEN -> INVALID_ARGUMENT;
            case NOT_FOUND -> NOT_FOUND;
            case ALREADY_EXISTS -> ALREADY_EXISTS;
            case UNSUPPORTED -> UNIMPLEMENTED;
            case THROTTLED, LIMIT_EXCEEDED -> RESOURCE_EXHAUSTED;
        };
    }
}
