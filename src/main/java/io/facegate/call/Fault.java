package io.facegate.call;

import java.util.List;
import java.util.Map;
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

        private final long index;

        /** @param index the record's index in the log, from 0 */
        public LedgerTampered(long index, String what) {
            super("Record " + (index + 1) + " does not verify: " + what + ". Run: facegate ledger verify");
            this.index = index;
        }

        /** The record's index in the log, from 0. */
        public long index() {
            return index;
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
        private final boolean rejected;

        public ProviderDown(String message) {
            this(message, null, false, false);
        }

        private ProviderDown(String message, @Nullable String credentials, boolean own, boolean rejected) {
            super("provider_down", message);
            this.credentials = credentials;
            this.own = own;
            this.rejected = rejected;
        }

        /**
         * The gateway has no credentials for the vendor.
         *
         * @param why for the operator only
         */
        public static ProviderDown credentials(String why) {
            return new ProviderDown(UNREACHABLE, why, true, false);
        }

        /** As {@link #credentials(String)}, for the role that an organisation grants to the gateway. */
        public static ProviderDown roleCredentials(String why) {
            return new ProviderDown(UNREACHABLE, why, false, false);
        }

        /**
         * The vendor rejected the credentials. Another try of the same call does not help.
         *
         * @param why for the operator only
         * @param own true for the gateway's own, false for the role that an organisation grants to it
         */
        public static ProviderDown rejectedCredentials(String why, boolean own) {
            return new ProviderDown(UNREACHABLE, why, own, true);
        }

        /** The cause for the operator if the credentials are wrong, else null. */
        public @Nullable String credentials() {
            return credentials;
        }

        /** True if the credentials are the gateway's own, so that every call is affected. */
        public boolean isOwn() {
            return own;
        }

        /** True if the vendor rejected the credentials, so that callers must not try again by themselves. */
        public boolean isRejected() {
            return rejected;
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

    /** A stop covers the call, which was decided before the stop was set; it goes no further. */
    public static final class Stopped extends Fault {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;

        public Stopped(Refusal refusal) {
            super(refusal.code(), refusal.reason());
            this.refusal = refusal;
        }

        /** What the caller is told. */
        public Refusal refusal() {
            return refusal;
        }
    }

    /** The counts that several gateways share cannot be read, so calls that have a quota are not forwarded. */
    public static final class LimitsDown extends Fault {
        private static final long serialVersionUID = 1L;

        public LimitsDown(String message) {
            super("limits_down", message);
        }
    }

    /** Too many calls at once; try again later. */
    public static sealed class Overloaded extends Fault permits QuotaExceeded {
        private static final long serialVersionUID = 1L;

        private final int retryAfter;

        public Overloaded(String message) {
            this(message, 1);
        }

        /** @param retryAfter seconds to wait */
        public Overloaded(String message, int retryAfter) {
            this("overloaded", message, retryAfter);
        }

        private Overloaded(String code, String message, int retryAfter) {
            super(code, message);
            this.retryAfter = retryAfter;
        }

        public int retryAfter() {
            return retryAfter;
        }
    }

    /** The caller's quota is used up. Each API has its throttling error for this. */
    public static final class QuotaExceeded extends Overloaded {
        private static final long serialVersionUID = 1L;

        private final transient List<Map.Entry<String, String>> headers;

        /**
         * A call that exceeds a quota.
         *
         * @param retryAfter seconds to wait
         * @param headers what is left of the caller's quotas, as headers of the answer
         */
        public QuotaExceeded(String message, int retryAfter, List<Map.Entry<String, String>> headers) {
            super("quota_exceeded", message, retryAfter);
            this.headers = List.copyOf(headers);
        }

        public List<Map.Entry<String, String>> headers() {
            return headers;
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
