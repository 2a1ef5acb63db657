package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files and reads appeals for members of a calling organisation. The limits are those of its keys. A decision on a call of
 * somebody else does not exist for it.
 */
public interface MemberAppeals {
    /** The longest text of an appeal, in characters. */
    int LONGEST_TEXT = 4_000;

    /** The longest contact, in characters. */
    int LONGEST_CONTACT = 200;

    /** A person of an organisation. */
    record Member(String organisation, String person) {}

    /** What became of a filed text. */
    enum Filed {
        /** It is on record, or was already. */
        WAITS,
        /** No call of the organisation was refused by that decision. */
        UNKNOWN,
        /** Another text waits for an answer. */
        OTHER_WAITS,
        /** An officer decided the appeal. */
        DECIDED,
        /** The text or the contact is empty, too long, or has characters that no text has. */
        UNREADABLE
    }

    /**
     * How an appeal stands.
     *
     * @param state {@code open}, {@code needs_information}, {@code upheld} or {@code rejected}
     * @param filed when the caller filed it, or last added to it
     * @param answered when an officer answered, or null
     * @param reason the officer's reason; null if there is none, or it is not kept here
     */
    record Answer(
            String state,
            Instant filed,
            @Nullable Instant answered,
            @Nullable String reason) {
        /** True if the caller may add to it. */
        public boolean isAsked() {
            return state.equals("needs_information");
        }
    }

    /**
     * Files an appeal, or repeats one. Its record commits to the person.
     *
     * @param contact whom to answer, or an empty text
     * @throws Fault.Overloaded if the organisation files too many
     * @throws Fault.LedgerDown if the appeal is not durable, or the decision does not verify
     */
    Filed file(Member member, String decision, String text, String contact);

    /**
     * Counts a request for appeals. It comes before anything is read.
     *
     * @throws Fault.Overloaded if the member asks too often
     */
    void countRead(Member member);

    /**
     * How an appeal stands; empty if there is none of that organisation.
     *
     * @throws Fault.LedgerTampered if a record of it does not verify
     */
    Optional<Answer> read(String organisation, String decision);
}
