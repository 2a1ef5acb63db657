package io.facegate.ledger.postgres;

/** Something that was written is not what stands there now: nothing more may be added until an operator has acted. */
final class DatabaseTamperedException extends Exception {
    private static final long serialVersionUID = 1;

    DatabaseTamperedException(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
