package io.facegate.call;

import org.jspecify.annotations.Nullable;

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
    public static sealed class LedgerDown extends Fault permits LedgerTampered {
        private static final long serialVersionUID = 1L;

        public LedgerDown(String message) {
            super("ledger_down", message);
        }
    }

    /** A record that was to be read is not the one that was written; it is neither shown nor handed on. */
    public static final class LedgerTampered extends LedgerDown {
        private static final long serialVersionUID = 1L;

        private final long index;

        /** @param index the record's place, from 0 */
        public LedgerTampered(long index, String what) {
            super("Record " + (index + 1) + " does not verify: " + what + ". Run: facegate ledger verify");
            this.index = index;
        }

        public long index() {
            return index;
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
        /** The code on record where the gateway's credentials are why; the caller is not told. */
        public static final String CREDENTIALS = "provider_credentials";

        private static final String UNREACHABLE = "The vendor cannot be reached at the moment.";
        private static final long serialVersionUID = 1L;

        private final @Nullable String credentials;
        private final boolean own;

        public ProviderDown(String message) {
            this(message, null, false);
        }

        private ProviderDown(String message, @Nullable String credentials, boolean own) {
            super("provider_down", message);
            this.credentials = credentials;
            this.own = own;
        }

        /**
         * The gateway has no credentials for the vendor, or the vendor did not accept them.
         *
         * @param why for the operator's eyes
         */
        public static ProviderDown credentials(String why) {
            return new ProviderDown(UNREACHABLE, why, true);
        }

        /** The same of the role that an organisation lends the gateway. */
        public static ProviderDown roleCredentials(String why) {
            return new ProviderDown(UNREACHABLE, why, false);
        }

        /** What is wrong with the credentials, for the operator; null where something else is. */
        public @Nullable String credentials() {
            return credentials;
        }

        /** Whether the credentials are the gateway's own, and so every call's. */
        public boolean isOwn() {
            return own;
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

    /** The gateway is being stopped: it takes no new call, or gave up one that took longer than it could wait. */
    public static final class ShuttingDown extends Fault {
        private static final long serialVersionUID = 1L;

        private ShuttingDown(String message) {
            super("shutting_down", message);
        }

        /** Of a call that was not taken. */
        public static ShuttingDown notTaken() {
            return new ShuttingDown("The gateway is being stopped and takes no new calls. Nothing was forwarded.");
        }

        /** Of a call that the embedded engine had not done yet. */
        public static ShuttingDown undone() {
            return new ShuttingDown("The gateway was stopped before the face engine was done.");
        }

        /** Of a call that was sent, and whose answer was not waited for. */
        public static ShuttingDown givenUp() {
            return new ShuttingDown("The gateway was stopped before the cloud answered; the call may have been done.");
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
