package io.facegate.call;

import org.jspecify.annotations.Nullable;

/** A failure of the service. A refusal is a value instead. Each has a stable code listed in docs/errors.md. */
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

    /** Authentication failed; the call is not decided. */
    public static final class Unauthenticated extends Fault {
        private static final long serialVersionUID = 1L;

        private final Why why;

        public Unauthenticated(Why why, String message) {
            super(why.name().toLowerCase(java.util.Locale.ROOT), message);
            this.why = why;
        }

        public Why reason() {
            return why;
        }
    }

    /** Why a credential was not accepted. */
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

    /** A stored record differs from the one written; it is neither shown nor passed on. */
    public static final class LedgerTampered extends LedgerDown {
        private static final long serialVersionUID = 1L;

        /** @param index the record's index in the log, from 0 */
        public LedgerTampered(long index, String what) {
            super("Record " + (index + 1) + " does not verify: " + what + ". Run: facegate ledger verify");
        }
    }

    /** The registry cannot be read, so identities may be out of date; every credential is refused meanwhile. */
    public static final class RegistryDown extends Fault {
        private static final long serialVersionUID = 1L;

        public RegistryDown(String message) {
            super("registry_down", message);
        }
    }

    /** The provider failed, timed out or sent an invalid response. */
    public static final class ProviderDown extends Fault {
        /** The recorded error code if the gateway's credentials are the cause; not shown to the caller. */
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
         * The gateway has no credentials for the vendor, or the vendor rejected them.
         *
         * @param why for the operator only
         */
        public static ProviderDown credentials(String why) {
            return new ProviderDown(UNREACHABLE, why, true);
        }

        /** As {@link #credentials(String)}, for the role that an organisation grants to the gateway. */
        public static ProviderDown roleCredentials(String why) {
            return new ProviderDown(UNREACHABLE, why, false);
        }

        /** The cause for the operator if the credentials are wrong, else null. */
        public @Nullable String credentials() {
            return credentials;
        }

        /** True if the credentials are the gateway's own, so that every call is affected. */
        public boolean isOwn() {
            return own;
        }
    }

    /** Circuit breaker open: calls to the provider keep failing, so nothing is sent for a while. */
    public static final class CircuitOpen extends Fault {
        private static final long serialVersionUID = 1L;

        private final int retryAfter;

        /** @param retryAfter seconds to wait */
        public CircuitOpen(int retryAfter, String message) {
            super("circuit_open", message);
            this.retryAfter = retryAfter;
        }

        public int retryAfter() {
            return retryAfter;
        }
    }

    /** The outcome of a sent call could not be recorded, so its answer is withheld. */
    public static final class OutcomeUnwritten extends Fault {
        private static final long serialVersionUID = 1L;

        public OutcomeUnwritten() {
            super(
                    "outcome_unwritten",
                    "The call was sent, but its outcome could not be recorded, so the answer is withheld.");
        }
    }

    /** The gateway is shutting down: it rejected a new call, or aborted one that took too long. */
    public static final class ShuttingDown extends Fault {
        private static final long serialVersionUID = 1L;

        private ShuttingDown(String message) {
            super("shutting_down", message);
        }

        /** For a call that was not accepted. */
        public static ShuttingDown callRejected() {
            return new ShuttingDown("The gateway is being stopped and accepts no new calls. Nothing was forwarded.");
        }

        /** For a call that the embedded engine had not finished. */
        public static ShuttingDown engineInterrupted() {
            return new ShuttingDown("The gateway was stopped before the face engine had finished.");
        }

        /** For a call that was sent and whose answer was not awaited. */
        public static ShuttingDown replyNotAwaited() {
            return new ShuttingDown("The gateway was stopped before the vendor answered. The vendor may have carried"
                    + " out the call.");
        }
    }

    /** Too many calls at once; try again later. */
    public static final class Overloaded extends Fault {
        private static final long serialVersionUID = 1L;

        private final int retryAfter;

        public Overloaded(String message) {
            this(message, 1);
        }

        /** @param retryAfter seconds to wait */
        public Overloaded(String message, int retryAfter) {
            super("overloaded", message);
            this.retryAfter = retryAfter;
        }

        public int retryAfter() {
            return retryAfter;
        }
    }

    /** A picture exceeds the API's size limit; reported before the policy decision. */
    public static final class TooLarge extends Fault {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super("too_large", message);
        }
    }
}
