package io.facegate.ledger.postgres;

/** Stored data differs from what was written; nothing more may be added until an operator acts. */
final class DatabaseTamperedException extends Exception {
    private static final long serialVersionUID = 1;

    DatabaseTamperedException(String what) {
        super(what);
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
