package io.facegate.usecase.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** The permits with requests that the vendor gave no id, by operation and time. */
final class PermitsWithoutRequestId {
    private final PermitTable permits;
    private final Map<String, List<Integer>> byOperation = new HashMap<>();
    private final List<Integer> translated = new ArrayList<>();

    PermitsWithoutRequestId(PermitTable permits) {
        this.permits = permits;
        for (int permit = 0; permit < permits.size(); permit++) {
            if (permits.open(permit) > 0) {
                byOperation
                        .computeIfAbsent(permits.operation(permit), _ -> new ArrayList<>())
                        .add(permit);
                if (permits.isTranslated(permit)) {
                    translated.add(permit);
                }
            }
        }
        byOperation.values().forEach(this::sort);
        sort(translated);
    }

    private void sort(List<Integer> list) {
        list.sort((one, other) -> Long.compare(permits.millis(one), permits.millis(other)));
    }

    /** The oldest permit that a call may be of by its operation and time, and that is wanted; -1 if there is none. */
    int find(ComparedCall call, IntPredicate wanted) {
        long millis = call.entry().time().toEpochMilli();
        int found = find(byOperation.getOrDefault(call.operation(), List.of()), millis, wanted);
        return found >= 0
                ? found
                : find(translated, millis, permit -> wanted.test(permit) && permits.isStep(permit, call.known()));
    }

    private int find(List<Integer> list, long millis, IntPredicate wanted) {
        long earliest = millis - Period.LATER.toMillis();
        int from = 0;
        for (int to = list.size(); from < to; ) {
            int middle = (from + to) >>> 1;
            if (permits.millis(list.get(middle)) < earliest) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        for (int at = from; at < list.size(); at++) {
            int permit = list.get(at);
            if (permits.millis(permit) > millis + Period.EARLIER.toMillis()) {
                return -1;
            }
            if (wanted.test(permit)) {
                return permit;
            }
        }
        return -1;
    }
}
