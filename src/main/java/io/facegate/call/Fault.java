package io.facegate.call;

/** Something went wrong, as against a refusal, which is a value; each has a stable code listed in docs/errors.md. */
public abstract sealed class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    private Fault(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The caller could not be told apart from anybody; not a judged call. */
    public static final class Unauthenticated extends Fault {
        private static final long serialVersionUID = 1L;

        private final Why why;

        public Unauthenticated(Why why, String message) {
            super(why.name().toLowerCase(java.util.Locale.ROOT), message);
            this.why = why;
        }

        public Why why() {
            return why;
        }
    }

    /** Why a credential proves nobody. */
    public enum Why {
        MISSING_CREDENTIAL,
        INCOMPLETE_SIGNATURE,
        INVALID_SIGNATURE,
        UNKNOWN_KEY,
        EXPIRED,
        NOT_ACCEPTED_HERE
    }

    /** The decision could not be made durable in time, so nothing was forwarded. */
    public static final class LedgerDown extends Fault {
        private static final long serialVersionUID = 1L;

        public LedgerDown(String message) {
            super("ledger_down", message);
        }
    }

    /** Who is who may be out of date, because the registry cannot be read; nobody is believed meanwhile. */
    public static final class RegistryDown extends Fault {
        private static final long serialVersionUID = 1L;

        public RegistryDown(String message) {
            super("registry_down", message);
        }
    }

    /** The provider failed, timed out or answered nonsense. */
    public static final class ProviderDown extends Fault {
        private static final long serialVersionUID = 1L;

        public ProviderDown(String message) {
            super("provider_down", message);
        }
    }

    /** Calls to the provider keep failing, so nothing is sent to it for a while. */
    public static final class CircuitOpen extends Fault {
        private static final long serialVersionUID = 1L;

        private final int retryAfter;

        /** @param retryAfter the seconds after which it may be tried again */
        public CircuitOpen(int retryAfter, String message) {
            super("circuit_open", message);
            this.retryAfter = retryAfter;
        }

        public int retryAfter() {
            return retryAfter;
        }
    }

    /** How a call that was sent ended cannot be written down, so its answer is withheld. */
    public static final class OutcomeUnwritten extends Fault {
        private static final long serialVersionUID = 1L;

        public OutcomeUnwritten() {
            super(
                    "outcome_unwritten",
                    "The call was sent, but how it ended could not be written down, so its answer is withheld.");
        }
    }

    /** Too much at once; try again later. */
    public static final class Overloaded extends Fault {
        private static final long serialVersionUID = 1L;

        private final int retryAfter;

        public Overloaded(String message) {
            this(message, 1);
        }

        /** @param retryAfter the seconds after which it may be tried again */
        public Overloaded(String message, int retryAfter) {
            super("overloaded", message);
            this.retryAfter = retryAfter;
        }

        public int retryAfter() {
            return retryAfter;
        }
    }

    /** A picture is larger than the wire allows; said before anything is judged. */
    public static final class TooLarge extends Fault {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super("too_large", message);
        }
    }
}
