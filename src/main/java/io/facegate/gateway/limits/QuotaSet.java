package io.facegate.gateway.limits;

import io.facegate.call.FaceCall;
import io.facegate.identity.Caller;
import io.facegate.registry.Quota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The quotas of one file, found by organisation. */
public final class QuotaSet {
    public static final QuotaSet NONE = new QuotaSet(List.of());

    private final List<Quota> all;
    private final Map<String, List<Quota>> byOrganisation;

    public QuotaSet(List<Quota> all) {
        this.all = List.copyOf(all);
        this.byOrganisation = all.stream()
                .collect(Collectors.groupingBy(quota -> quota.scope().organisation()));
    }

    public List<Quota> all() {
        return all;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** The rates that the caller's calls count in. */
    List<LimitCounter> rates(Caller caller) {
        var counters = new ArrayList<LimitCounter>();
        each(caller, (quota, subject, isOwn) -> {
            if (quota.rate() != null) {
                counters.add(LimitCounter.rate(quota, subject, isOwn));
            }
        });
        return counters;
    }

    /**
     * The budgets that a call counts in.
     *
     * @param call as it is sent; null for every budget of the caller
     */
    List<LimitCounter> budgets(Caller caller, @Nullable FaceCall call, Instant now) {
        var counters = new ArrayList<LimitCounter>();
        each(caller, (quota, subject, isOwn) -> {
            if (call == null || quota.counts(call)) {
                quota.perDay().ifPresent(_ -> counters.add(LimitCounter.day(quota, subject, isOwn, now)));
                quota.perMonth().ifPresent(_ -> counters.add(LimitCounter.month(quota, subject, isOwn, now)));
            }
        });
        return counters;
    }

    /** Takes a quota and whose calls are counted together in it. */
    @FunctionalInterface
    private interface Counted {
        void accept(Quota quota, String subject, boolean isOwn);
    }

    private void each(Caller caller, Counted counted) {
        if (all.isEmpty()) {
            return;
        }
        for (var link : caller.delegationChain()) {
            boolean isOwn = link.id().equals(caller.organisation().id());
            Stream.of(link.id(), Quota.EACH)
                    .flatMap(id -> byOrganisation.getOrDefault(id, List.of()).stream())
                    .forEach(quota -> {
                        var subject = quota.subject(caller, link);
                        if (subject != null) {
                            counted.accept(quota, subject, isOwn);
                        }
                    });
        }
    }
}
