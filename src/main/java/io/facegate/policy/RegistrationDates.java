package io.facegate.policy;

import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Caller;
import io.facegate.identity.Organisation;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The date of a registration that refuses a call, as a sentence. A recorded caller has none. A contractor is told no
 * date of those it acts for.
 */
final class RegistrationDates {
    private RegistrationDates() {}

    /** Says what ended or begins when; empty for every other failure. */
    static String sentence(PreconditionFailure failure, Caller caller) {
        var purpose = Objects.requireNonNullElse(caller.purpose(), "");
        return switch (failure) {
            case VERIFICATION_EXPIRED ->
                dated(caller, RegistrationDates::verifiedUntil)
                        .min(Comparator.comparing(Dated::at))
                        .filter(Dated::isOwn)
                        .map(one -> "The verification of " + one.organisation() + " ended at " + one.at() + '.')
                        .orElse("");
            case PURPOSE_EXPIRED ->
                dated(caller, link -> link.terms(purpose).until())
                        .min(Comparator.comparing(Dated::at))
                        .filter(Dated::isOwn)
                        .map(one ->
                                "The purpose " + purpose + " of " + one.organisation() + " ended at " + one.at() + '.')
                        .orElse("");
            case PURPOSE_NOT_YET_VALID ->
                dated(caller, link -> link.terms(purpose).from())
                        .max(Comparator.comparing(Dated::at))
                        .filter(Dated::isOwn)
                        .map(one ->
                                "The purpose " + purpose + " of " + one.organisation() + " begins at " + one.at() + '.')
                        .orElse("");
            default -> "";
        };
    }

    private static @Nullable Instant verifiedUntil(Organisation one) {
        var verification = one.verification();
        return verification == null ? null : verification.until();
    }

    private static Stream<Dated> dated(Caller caller, Function<Organisation, @Nullable Instant> date) {
        return caller.delegationChain().stream().flatMap(link -> {
            var at = date.apply(link);
            boolean isOwn = link.id().equals(caller.organisation().id());
            return at == null ? Stream.empty() : Stream.of(new Dated(link.id(), at, isOwn));
        });
    }

    /** @param isOwn whether the organisation is the caller's own */
    private record Dated(String organisation, Instant at, boolean isOwn) {}
}
