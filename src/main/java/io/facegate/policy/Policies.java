package io.facegate.policy;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.policy.index.Judge;
import io.facegate.policy.language.Book;
import io.facegate.policy.reading.Library;
import java.nio.file.Path;
import java.time.Instant;

/** A compiled set of policies: a pure function. */
public interface Policies {
    /**
     * Compiles every {@code *.yaml} of a folder, but for its tests.
     *
     * @throws PolicyErrors with every mistake in it, and where it is absent or empty
     */
    static Policies load(Path dir) {
        return of(Library.load(dir));
    }

    /** Compiles policies that were read. */
    static Policies of(Book book) {
        return new FailClosed(new Judge(book));
    }

    /** Never throws: what cannot be evaluated refuses. */
    default Decision decide(Caller caller, FaceCall call, Instant now) {
        return decide(caller, call, now, now);
    }

    /**
     * Never throws: what cannot be evaluated refuses.
     *
     * @param known amendments that became known later are not heard
     */
    Decision decide(Caller caller, FaceCall call, Instant now, Instant known);

    /** SHA-256 of everything that was loaded, lowercase hex. */
    String digest();
}
